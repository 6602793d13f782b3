"""A range of periods, one per line, as the lines (agent, period) of the calculations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from processors.calculs import CalculError, Periode, exact
from processors.intake.interpretation import fold
from xl_addin.plages import Cellule, Plage, est_jour, est_vide, grille, jour, nombre, oui_non, texte

SANS_ENTETE = ("agent", "quotite", "debut", "fin", "therapeutique", "heures")
"""The columns of a range without headings, in this order; the last ones may be missing."""

ENTETES: Mapping[str, tuple[str, ...]] = {
    "agent": ("agent", "cle", "matricule", "identifiant"),
    "quotite": ("quotite",),
    "debut": ("debut", "date de debut", "du"),
    "fin": ("fin", "date de fin", "au"),
    "mois": ("mois", "nombre de mois", "duree"),
    "heures": ("heures hebdo", "heures par semaine"),
    "base": ("base hebdo", "heures d'un temps complet"),
    "therapeutique": ("therapeutique", "temps partiel therapeutique", "tp therapeutique"),
    "remuneree": ("remuneree", "periode remuneree"),
}
"""Column → how its heading begins, without accents nor capitals."""


@dataclass(frozen=True, slots=True)
class Ligne:
    """A line of the range: its number from 1, its agent as typed, and its period or what is wrong with it."""

    numero: int
    agent: Cellule
    periode: Periode | CalculError


def lignes(plage: Plage) -> list[Ligne]:
    """The lines of a range of periods that are not blank, headings taken off.

    With headings, columns are found by name and stand in any order; without, they are `SANS_ENTETE`. Where the heading
    of the quotité holds « % », its numbers are per cents: 80 is 0,8.
    Raise `CalculError` when there is neither an agent nor a quotité column.
    """
    rangees = grille(plage)
    colonnes = _entetes(rangees[0])
    debut = 1 if colonnes else 0
    if not colonnes:
        colonnes = dict(zip(SANS_ENTETE, range(len(rangees[0])), strict=False))
    if not {"agent", "quotite"} <= colonnes.keys():
        raise CalculError("la plage doit avoir une colonne « agent » et une colonne « quotité »")
    utiles = set(colonnes.values())
    en_pourcent = debut == 1 and "%" in str(rangees[0][colonnes["quotite"]])
    return [
        _ligne(numero, {nom: rangee[place] for nom, place in colonnes.items()}, en_pourcent)
        for numero, rangee in enumerate(rangees[debut:], start=debut + 1)
        if any(not est_vide(rangee[place]) for place in utiles)
    ]


def _entetes(rangee: list[Cellule]) -> dict[str, int]:
    """Columns by heading; empty when the line is not one of headings."""
    trouvees: dict[str, int] = {}
    for place, cellule in enumerate(rangee):
        if isinstance(cellule, str) and (nom := _entete(fold(cellule))):
            trouvees.setdefault(nom, place)
    return trouvees if len(trouvees) > 1 else {}


def _entete(mots: str) -> str:
    """The column whose heading begins these words, the longest one first: « date de fin » before « du »."""
    debuts = [(debut, nom) for nom, debuts in ENTETES.items() for debut in debuts if _commence(mots, debut)]
    return max(debuts, key=lambda trouve: len(trouve[0]))[1] if debuts else ""


def _commence(mots: str, debut: str) -> bool:
    return mots == debut or (mots.startswith(debut) and not mots[len(debut)].isalpha())


def _ligne(numero: int, champs: dict[str, Cellule], en_pourcent: bool) -> Ligne:
    agent, quotite = champs["agent"], champs["quotite"]
    if en_pourcent and isinstance(quotite, int | float) and not isinstance(quotite, bool):
        champs = champs | {"quotite": quotite / 100}
    try:
        if not texte(agent):
            raise CalculError("l’agent n’est pas indiqué")
        return Ligne(numero, agent, _periode(champs))
    except CalculError as erreur:
        return Ligne(numero, agent, CalculError(f"ligne {numero} : {erreur}"))


def _periode(champs: Mapping[str, Cellule]) -> Periode:
    debut, mois = champs.get("debut"), champs.get("mois")
    if not est_vide(debut) and not est_vide(mois):
        raise CalculError("donnez un nombre de mois ou des dates, pas les deux")
    return periode(
        champs["quotite"],
        debut if est_vide(mois) else mois,
        champs.get("fin"),
        champs.get("therapeutique"),
        heures=champs.get("heures"),
        base=champs.get("base"),
        remuneree=champs.get("remuneree"),
    )


def periode(
    quotite: Cellule,
    debut_ou_mois: Cellule,
    fin: Cellule,
    therapeutique: Cellule,
    *,
    heures: Cellule = None,
    base: Cellule = None,
    remuneree: Cellule = None,
) -> Periode:
    """The period that the cells of a line describe. Raise `CalculError` with a sentence for the user.

    debut_ou_mois: a date, or a number of months from 0 to 12. A blank quotité is refused, except on a temps partiel
    thérapeutique or where weekly hours stand: a blank is not a full time. A blank `remuneree` is a yes.
    """
    soin = oui_non(therapeutique, "temps partiel thérapeutique")
    hebdo, part = nombre(heures, "les heures par semaine"), nombre(quotite, "la quotité")
    if part is None and not soin and hebdo is None:
        raise CalculError("la quotité n’est pas indiquée (1 pour un temps complet)")
    mois = None
    if not est_vide(debut_ou_mois) and not est_jour(debut_ou_mois):
        mois = nombre(debut_ou_mois, "le début")
        if not est_vide(fin):
            raise CalculError("une durée en mois ne prend pas de date de fin")
        if mois is not None and mois > PLUS_DE_MOIS:
            raise CalculError(f"« {texte(debut_ou_mois)} » n’est ni une date ni un nombre de mois")
    return Periode(
        quotite=exact(1) if part is None else part,
        mois=mois,
        debut=None if mois is not None else jour(debut_ou_mois, "le début"),
        fin=jour(fin, "la fin"),
        heures_hebdo=hebdo,
        base_hebdo=nombre(base, "la base par semaine"),
        therapeutique=soin,
        remuneree=est_vide(remuneree) or oui_non(remuneree, "période rémunérée"),
    )


PLUS_DE_MOIS = 31
"""Above it, a number that is not a date was not meant as months; up to it, the calculation says « plus de 12 mois »."""
