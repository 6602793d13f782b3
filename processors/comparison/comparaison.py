"""The comparison of one authority with its strata: its own figures, and of the others only what may be published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import schemas
from processors.campaign.base import Campagne, CampagneImpossible, en_memoire
from processors.comparison.declaration import NOWHERE, Declaration, Niveau, Ratio, declaration_de
from processors.comparison.fenetres import Moyennes, mediane, quartiles
from processors.comparison.mesures import Mesures, mesurer
from processors.comparison.secret import Members, classables, publiables
from schemas.expressions.evaluation import Array

QUERY = Path(__file__).with_name("publiables.sql")

Strate = tuple[str, tuple[int, ...]]
"""A stratum: code of its level, and the rank of its group on each axis."""


@dataclass(frozen=True, slots=True)
class Repere:
    """What is published of a stratum for a ratio, rounded. `rang`: place of the authority, 1 the highest.

    A quartile is None in a stratum too small for it, and where another mean would tell a value with it; quartiles and
    rank are, for everybody, where values are too alike.
    """

    collectivites: int
    q1: float | None
    mediane: float
    q3: float | None
    rang: int | None


@dataclass(frozen=True)
class Ligne:
    """A ratio of the authority: its value, None when blank, and what is published of each stratum asked, else None."""

    ratio: Ratio
    valeur: float | None
    reperes: tuple[Repere | None, ...]


@dataclass(frozen=True)
class Comparaison:
    """An authority against its strata. `strates`: their names in words, in the order of `Ligne.reperes`."""

    siret: str
    nom: str
    annee: int
    strates: tuple[str, ...]
    lignes: tuple[Ligne, ...]


def niveaux(declaration: Declaration, noms: Sequence[str]) -> list[Niveau]:
    """The levels of these names. Raise CampagneImpossible for an unknown one."""
    known = {level.code: level for level in declaration.niveaux}
    if unknown := [name for name in noms if name not in known]:
        raise CampagneImpossible(
            f"Strate inconnue\u00a0: «\u00a0{unknown[0]}\u00a0». Strates\u00a0: {', '.join(known)}."
        )
    return [known[name] for name in dict.fromkeys(noms)]


def comparer(campagne: Campagne, siret: str, noms: Sequence[str]) -> Comparaison:
    """Compare the report in force of a SIRET, of its last year, with its strata of the levels named.

    Raise CampagneImpossible for an unknown level, or when the authority has no valid report in force.
    """
    known = [one for one in campagne.receptions(siret) if one.en_vigueur and one.valide]
    report = max(known, key=lambda one: one.annee or 0, default=None)
    if report is None or report.questionnaire not in schemas.available():
        raise CampagneImpossible(f"Aucun bilan valide de {siret} n’est en vigueur dans cette campagne.")
    questionnaire = schemas.questionnaire(report.questionnaire)
    declaration = declaration_de(questionnaire)
    wanted = niveaux(declaration, noms)
    mesures = mesurer(campagne, questionnaire, declaration)
    place = mesures.sirets.index(siret)
    own = [strate_de(mesures, level, place) for level in wanted]
    published = reperes(declaration, mesures, siret)
    lines = tuple(
        Ligne(
            ratio, _own(ratio, mesures, rank, place), tuple(published.get((rank, one)) if one else None for one in own)
        )
        for rank, ratio in enumerate(declaration.ratios)
    )
    names = tuple(
        declaration.libelle(level, one[1]) if one else f"{level.libelle} (renseignement manquant)"
        for level, one in zip(wanted, own, strict=True)
    )
    return Comparaison(siret, report.nom, questionnaire.year, names, lines)


def strate_de(mesures: Mesures, niveau: Niveau, place: int) -> Strate | None:
    """The stratum of a report at a level; None when what sorts it is blank."""
    ranks = tuple(int(mesures.axes[axis][place]) for axis in niveau.axes)
    return None if NOWHERE in ranks else (niveau.code, ranks)


def valeurs(ratio: Ratio, mesures: Mesures, rank: int) -> Array:
    """The values of a ratio, NaN when it cannot be computed."""
    bottom = np.where(mesures.denominateurs[:, rank] > 0, mesures.denominateurs[:, rank], np.nan)
    return np.asarray(ratio.facteur * mesures.numerateurs[:, rank] / bottom)


def _own(ratio: Ratio, mesures: Mesures, rank: int, place: int) -> float | None:
    value = float(valeurs(ratio, mesures, rank)[place])
    return None if np.isnan(value) else round(value, ratio.decimales)


def strates(declaration: Declaration, mesures: Mesures) -> list[tuple[Strate, Members]]:
    """Every stratum with its members, in the order of priority: by level, then the largest first."""
    found: list[tuple[Strate, Members]] = []
    for level in declaration.niveaux:
        axes = [mesures.axes[axis] for axis in level.axes]
        groups: dict[tuple[int, ...], Members] = {}
        placed = (
            np.logical_and.reduce([axis != NOWHERE for axis in axes]) if axes else np.ones(len(mesures.sirets), bool)
        )
        keys = np.column_stack(axes)[placed] if axes else np.empty((int(placed.sum()), 0), dtype=np.intp)
        for key in np.unique(keys, axis=0) if axes else [()]:
            ranks = tuple(int(rank) for rank in key)
            same = [axis == rank for axis, rank in zip(axes, ranks, strict=True)]
            groups[ranks] = np.logical_and.reduce(same) if same else placed
        found += [
            ((level.code, ranks), groups[ranks])
            for ranks in sorted(groups, key=lambda ranks: (-int(groups[ranks].sum()), ranks))
        ]
    return found


@dataclass(frozen=True)
class Publiee:
    """A stratum that is published for a ratio (its rank). `classee`: with its ranks.

    `mediane`, `q1`, `q3`: the members whose mean is each of them; nobody in quartiles that are not published.
    """

    ratio: int
    strate: Strate
    classee: bool
    members: Members
    mediane: Members
    q1: Members
    q3: Members


def publiees(declaration: Declaration, mesures: Mesures) -> Iterator[Publiee]:
    """The strata that may be published for each ratio, with the contributors of each.

    It depends on the campaign only, never on who asks nor for what: two requests cannot be combined. Every median has
    priority over every quartile.
    """
    every = strates(declaration, mesures)
    by_siret = np.argsort(np.array(mesures.sirets, dtype=np.str_), kind="stable")
    for rank, ratio in enumerate(declaration.ratios):
        filled = by_siret[~np.isnan(valeurs(ratio, mesures, rank)[by_siret])]
        tops, bottoms = mesures.numerateurs[filled, rank], mesures.denominateurs[filled, rank]
        secret, inside, unit = declaration.secret, [members[filled] for _, members in every], pas(ratio)
        means = Moyennes(tops / bottoms, unit)
        kept = publiables(secret, inside, tops, bottoms, unit, means)
        ranked = classables(secret, [inside[place] for place in kept], tops / bottoms, unit)
        for place, classee in zip(kept, ranked, strict=True):
            ordre = means.ordre(inside[place])
            windows = quartiles(ordre) if classee else None
            if windows is None or not means.publie(*windows):
                windows = ordre[:0], ordre[:0]
            shown = [_parmi(mesures, filled[places]) for places in (ordre, mediane(ordre), *windows)]
            yield Publiee(rank, every[place][0], classee, *shown)


def _parmi(mesures: Mesures, places: NDArray[np.intp]) -> Members:
    """The reports at these places."""
    found = np.zeros(len(mesures.sirets), dtype=np.bool_)
    found[places] = True
    return found


def pas(ratio: Ratio) -> float:
    """One unit of the last decimal printed, as a difference of numerator ÷ denominator."""
    return float(10.0**-ratio.decimales / abs(ratio.facteur))


def reperes(declaration: Declaration, mesures: Mesures, siret: str) -> Mapping[tuple[int, Strate], Repere]:
    """What is published for each ratio (its rank) and stratum; `siret` is the one whose rank is told."""
    published = list(publiees(declaration, mesures))
    if not published:
        return {}
    sirets = np.array(mesures.sirets, dtype=object)
    columns: dict[str, list[np.ndarray]] = {name: [] for name in _MEASURES}
    for number, one in enumerate(published):
        rank, members, count = one.ratio, one.members, int(one.members.sum())
        values = valeurs(declaration.ratios[rank], mesures, rank)[members]
        parts = (
            np.full(count, rank),
            np.full(count, number),
            sirets[members],
            values,
            mesures.numerateurs[members, rank],
            mesures.denominateurs[members, rank],
            one.mediane[members],
            one.q1[members],
            one.q3[members],
        )
        for name, part in zip(_MEASURES, parts, strict=True):
            columns[name].append(part)
    with en_memoire() as connexion:
        connexion.register("mesures", {name: np.concatenate(parts) for name, parts in columns.items()})
        connexion.register(
            "publiees",
            {
                "ratio": np.array([one.ratio for one in published]),
                "strate": np.arange(len(published)),
                "classee": np.array([one.classee for one in published]),
            },
        )
        decimals = np.array([ratio.decimales for ratio in declaration.ratios], dtype=np.int32)
        connexion.register("decimales", {"ratio": np.arange(len(decimals)), "decimales": decimals})
        secret = declaration.secret
        rows = connexion.execute(
            QUERY.read_text(encoding="utf-8"),
            {"siret": siret, "autres": secret.autres_minimum, "part": secret.part_maximale},
        ).fetchall()
    return {(rank, published[number].strate): Repere(*figures) for rank, number, *figures in rows}


_MEASURES = ("ratio", "strate", "siret", "valeur", "numerateur", "denominateur", "en_mediane", "en_q1", "en_q3")
