"""Adding receptions to the database: columns by columns, never row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import count
from typing import Any

import duckdb
import numpy as np

from processors.campaign.reception import Reception, conservables
from processors.findings import Severity, Verdict

CONTROLE = "contrôle"
RECU, A_CORRIGER, ACCEPTE, VALIDE, TRANSMIS = STATUTS = ("reçu", "à corriger", "accepté", "validé", "transmis")
_COUNT_TYPES = (int, float)
_DETAILS = ("valeurs", "constats", "justifications", "transitions")


def enregistrer(
    connexion: duckdb.DuckDBPyConnection, receptions: Sequence[Reception], remplacees: Collection[int] = ()
) -> int:
    """Add the receptions that are not known yet, in their order; return how many. The caller holds the transaction."""
    numbers = count(_first(connexion))
    freed = _take_out(connexion, remplacees)
    new = _new(connexion, receptions)
    if not new:
        return 0
    numbered = [(freed.get(_key(one)) or next(numbers), one) for one in new]
    _insert(connexion, "receptions", _receptions(numbered))
    _insert(connexion, "valeurs", _values(numbered))
    _insert(connexion, "constats", _findings(numbered))
    _insert(connexion, "justifications", _justifications(numbered))
    _insert(connexion, "transitions", _transitions(numbered))
    return len(new)


def _key(one: Reception) -> tuple[str, int]:
    """A content counts once, a file without a digest once by its name."""
    return one.sha256 or one.fichier, one.rang


def _take_out(connexion: duckdb.DuckDBPyConnection, numbers: Collection[int]) -> dict[tuple[str, int], int]:
    """Take receptions out of every table; return their numbers by key."""
    chosen = list(numbers)
    if not chosen:
        return {}
    rows = connexion.execute(
        "SELECT sha256, fichier, rang, id FROM receptions WHERE list_contains(?, id)", [chosen]
    ).fetchall()
    for table, column in (("receptions", "id"), *((name, "reception") for name in _DETAILS)):
        connexion.execute(f"DELETE FROM {table} WHERE list_contains(?, {column})", [chosen])
    return {(sha256 or fichier, rang): number for sha256, fichier, rang, number in rows}


def _first(connexion: duckdb.DuckDBPyConnection) -> int:
    row = connexion.execute("SELECT coalesce(max(id), 0) + 1 FROM receptions").fetchone()
    return int(row[0]) if row else 1


def _new(connexion: duckdb.DuckDBPyConnection, receptions: Sequence[Reception]) -> list[Reception]:
    """Those that are not in yet; only their own keys are looked for, however many reports the database holds."""
    rows = connexion.execute(
        "SELECT sha256, fichier, rang FROM receptions "
        "WHERE coalesce(nullif(sha256, ''), fichier) IN (SELECT unnest(?::VARCHAR[]))",
        [[_key(one)[0] for one in receptions]],
    ).fetchall()
    known = {(sha256 or fichier, rang) for sha256, fichier, rang in rows}
    found = []
    for one in receptions:
        key = _key(one)
        if key not in known:
            known.add(key)
            found.append(one)
    return found


Numbers = np.ndarray[Any, Any]
Columns = dict[str, list[str] | Numbers]

_MARK = "\0"
"""Between the items of a list on its way to the database: no name of a file can hold it."""

_LISTS = ("modules", "livrables", "cellules")
_READ_AS = {
    "nombre": "CASE WHEN NOT isnan(nombre) THEN nombre END",
    "texte": "nullif(texte, '')",
    "annee": "nullif(annee, 0)",
    **{name: f"CASE WHEN {name} = '' THEN [] ELSE string_split({name}, chr(0)) END" for name in _LISTS},
}


def _insert(connexion: duckdb.DuckDBPyConnection, table: str, columns: Columns) -> None:
    """Insert columns of equal length, given in the order of the table: arrays of numbers, lists of texts.

    A column of texts holds nothing else, for its type is guessed from its first rows.
    """
    arrays = {name: _array(values) for name, values in columns.items()}
    if not len(next(iter(arrays.values()))):
        return
    connexion.register("nouvelles", arrays)
    try:
        read = ", ".join(_READ_AS.get(name, name) for name in arrays)
        connexion.execute(f"INSERT INTO {table} SELECT {read} FROM nouvelles")
    finally:
        connexion.unregister("nouvelles")


def _array(values: list[str] | Numbers) -> Numbers:
    return values if isinstance(values, np.ndarray) else np.array(values, dtype=object)


def _receptions(numbered: Sequence[tuple[int, Reception]]) -> Columns:
    every = [one for _, one in numbered]
    return {
        "id": np.array([number for number, _ in numbered], dtype=np.int64),
        "fichier": [one.fichier for one in every],
        "sha256": [one.sha256 for one in every],
        "rang": np.array([one.rang for one in every], dtype=np.int64),
        "taille": np.array([one.taille for one in every], dtype=np.int64),
        "recu_le": [one.recu_le for one in every],
        "siret": [one.siret for one in every],
        "nom": [one.nom for one in every],
        "type_collectivite": [one.type_collectivite for one in every],
        "questionnaire": [one.questionnaire for one in every],
        "version": [one.version for one in every],
        "annee": np.array([one.annee or 0 for one in every], dtype=np.int64),
        "modules": [_MARK.join(one.modules) for one in every],
        "verdict": [one.verdict for one in every],
        "bloquants": np.array([one.compte(Severity.BLOQUANT) for one in every], dtype=np.int64),
        "alertes": np.array([one.compte(Severity.ALERTE) for one in every], dtype=np.int64),
        "illisibles": np.array([one.illisibles for one in every], dtype=np.int64),
        "livrables": [_MARK.join(one.livrables) for one in every],
        "reponses": [one.reponses for one in every],
    }


def _values(numbered: Iterable[tuple[int, Reception]]) -> Columns:
    """A number goes to `nombre`, anything else to `texte`; what must not be kept stays out, whoever built it."""
    sizes: list[tuple[int, int]] = []
    codes: list[str] = []
    figures: list[float] = []
    texts: list[str] = []
    for number, one in numbered:
        kept = conservables(one.questionnaire, one.version, one.valeurs)
        sizes.append((number, len(kept)))
        codes += kept
        values = [one.valeurs[code] for code in kept]
        figures += [float(value) if isinstance(value, _COUNT_TYPES) else np.nan for value in values]
        texts += ["" if isinstance(value, _COUNT_TYPES) else str(value) for value in values]
    return {
        "reception": np.repeat([number for number, _ in sizes], [size for _, size in sizes]),
        "variable": codes,
        "nombre": np.array(figures),
        "texte": texts,
    }


def _findings(numbered: Iterable[tuple[int, Reception]]) -> Columns:
    rows = [(number, rank, found) for number, one in numbered for rank, found in enumerate(one.constats, start=1)]
    return {
        "reception": np.array([number for number, _, _ in rows], dtype=np.int64),
        "ordre": np.array([rank for _, rank, _ in rows], dtype=np.int64),
        "code": [found.code for *_, found in rows],
        "gravite": [found.gravite for *_, found in rows],
        "message": [found.message for *_, found in rows],
        "remede": [found.remede for *_, found in rows],
        "indicateur": [found.indicateur for *_, found in rows],
        "cellules": [_MARK.join(found.cellules) for *_, found in rows],
    }


def _justifications(numbered: Iterable[tuple[int, Reception]]) -> Columns:
    rows = [(number, *told) for number, one in numbered for told in one.justifications.items()]
    return {
        "reception": np.array([number for number, *_ in rows], dtype=np.int64),
        "regle": [rule for _, rule, _ in rows],
        "texte": [text for *_, text in rows],
    }


def _transitions(numbered: Iterable[tuple[int, Reception]]) -> Columns:
    """Received, then what the check decided: the two first lines of the history, dated by the reception."""
    rows = [
        line
        for number, one in numbered
        for line in (
            (number, 1, RECU, one.recu_le, CONTROLE, one.fichier),
            (number, 2, ACCEPTE if one.valide else A_CORRIGER, one.recu_le, CONTROLE, _said(one)),
        )
    ]
    return {
        "reception": np.array([row[0] for row in rows], dtype=np.int64),
        "ordre": np.array([row[1] for row in rows], dtype=np.int64),
        "statut": [row[2] for row in rows],
        "le": [row[3] for row in rows],
        "par": [row[4] for row in rows],
        "motif": [row[5] for row in rows],
        "choisi_parmi": np.zeros(len(rows), dtype=np.int64),
    }


def _said(one: Reception) -> str:
    return "fichier illisible" if one.verdict == Verdict.REJETE.value else one.verdict
