"""Answers for the tests of the controls, on real variables of rec2019."""

from __future__ import annotations

from collections.abc import Mapping

from processors.answers import Answers, Place
from schemas import questionnaire
from schemas.plan import Value

REC = questionnaire("rec2019")
SIRET = "21380185500015"
IDENTITY: Mapping[str, Value] = {
    "collectivite!siret.C01": SIRET,
    "collectivite!raison_sociale.C01": "Grenoble",
    "collectivite!type_collectivite.C01": "CCN",
    "collectivite!q_agents.C01": "OUI",
}
HOMMES = "1.1.1!G001.C05"
FEMMES = "1.1.1!G001.C06"


def reponses(values: Mapping[str, Value] | None = None, *, identity: Mapping[str, Value] = IDENTITY) -> Answers:
    """Answers with a valid identity and these values, each read from its own cell of « Feuille »."""
    every = {**identity, **(values or {})}
    places = {code: Place("Feuille", f"C{rank}") for rank, code in enumerate(every, start=1)}
    return Answers(REC, ("rec",), dict(every), places=places)


def plein() -> Answers:
    """Every entry cell answered with a valid value."""
    by_kind: Mapping[str, Value] = {
        "entier": 3, "decimal": 2.5, "montant": 1200, "annee": 2010, "texte": "abc", "siret": SIRET,
    }  # fmt: skip
    values: dict[str, Value] = {}
    for cell in REC.cells.values():
        if not cell.computed:
            kind = cell.type.kind.value
            values[cell.code] = by_kind[kind] if kind in by_kind else REC.choices(cell.type).elements[0].code
    return reponses(values)
