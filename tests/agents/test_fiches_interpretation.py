"""What people type in the agent sheets: what is certain is understood, the rest is refused with advice."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.agents.dates import lire_date, lire_mois
from processors.agents.interpretation import DATE, ENTIER, INCONNU, LIMITE, NEGATIF, NOMBRE, SIRET, Interprete, Lu
from schemas.registers_reader import register

MOIS = ["janvier", "février", "mars", "avril", "mai", "juin"]
MOIS += ["juillet", "août", "septembre", "octobre", "novembre", "décembre"]
DATES = st.dates(date(1941, 1, 1), date(2039, 12, 31))


def lire(feuille: str, champ: str, brut: Any) -> Lu:
    fiches = register()
    return Interprete(fiches).lire(fiches.find(feuille, champ), brut)


@given(DATES)
def test_every_usual_spelling_of_a_day_is_that_day(jour: date) -> None:
    premier = "er" if jour.day == 1 else ""
    for ecrit in (
        f"{jour:%d/%m/%Y}",
        f"{jour.day}/{jour.month}/{jour.year}",
        f"{jour:%d-%m-%y}",
        f"{jour:%d.%m.%Y}",
        jour.isoformat(),
        f" {jour.day}{premier} {MOIS[jour.month - 1]} {jour.year}\u00a0",
        f"{jour.day} {MOIS[jour.month - 1].upper()} {jour.year}",
        datetime(jour.year, jour.month, jour.day),
        (jour - date(1899, 12, 30)).days,
    ):
        assert lire_date(ecrit)[0] == jour, ecrit


@given(DATES)
def test_every_usual_spelling_of_a_month_is_its_first_day(jour: date) -> None:
    for ecrit in (f"{jour:%m/%Y}", f"{MOIS[jour.month - 1]} {jour.year}", f"{jour:%Y-%m}", jour):
        assert lire_mois(ecrit)[0] == jour.replace(day=1), ecrit


@pytest.mark.parametrize("ecrit", ["31/02/2019", "2019", "09/2019", "ju 2019", "12 ju 2019", "demain", True, 0.5, ""])
def test_what_is_no_day_is_never_guessed(ecrit: object) -> None:
    assert lire_date(ecrit)[0] is None


@pytest.mark.parametrize(
    ("champ", "brut", "valeur"),
    [
        ("sexe", "Femmes", "F"),
        ("sexe", "femme", "F"),
        ("sexe", " MME ", "F"),
        ("sexe", "h", "H"),
        ("statut", "TITU", "TITU"),
        ("statut", "contractuel permanent", "CONTPERM"),
        ("statut", "Contractuels sur emploi permanent", "CONTPERM"),
        ("cdi", "oui", "OUI"),
        ("cdi", "x", "OUI"),
        ("cdi", True, "OUI"),
        ("cdi", 0.0, "NON"),
        ("remunere_3112", "non", "NON"),
        ("contraintes", "Travail de nuit ; CPTT003", "CPTT002|CPTT003"),
        ("contraintes", "travail de nuit\nTravail de nuit", "CPTT002"),
        ("quotite_exacte", "80 %", 80.0),
        ("quotite_exacte", 0.8, 80.0),
        ("quotite_exacte", "79,5", 79.5),
        ("carence_montant", "1 250", 1250.0),
        ("id_agent", 12.0, "12"),
        ("id_agent", " D 12 ", "D 12"),
        ("metier", "02/A/02", "02/A/02"),
    ],
)
def test_what_is_certain_is_understood(champ: str, brut: Any, valeur: Any) -> None:
    feuille = "gpeec" if champ == "metier" else "agents"
    assert lire(feuille, champ, brut).valeur == valeur


@pytest.mark.parametrize(
    ("feuille", "champ", "brut", "refus"),
    [
        ("agents", "statut", "fonctionnaire", INCONNU),
        ("agents", "contraintes", "Travail de nuit ; la lune", INCONNU),
        ("agents", "naissance", "avant-guerre", DATE),
        ("agents", "duree_hebdo", "dix", NOMBRE),
        ("agents", "duree_hebdo", -1.0, NEGATIF),
        ("agents", "duree_hebdo", 50.0, LIMITE),
        ("agents", "tp_retours", 1.5, ENTIER),
        ("agents", "duree_hebdo", True, NOMBRE),
        ("collectivite", "siret", "123", SIRET),
    ],
)
def test_what_is_not_certain_is_refused(feuille: str, champ: str, brut: Any, refus: str) -> None:
    lu = lire(feuille, champ, brut)
    assert (lu.valeur, lu.refus) == (None, refus)


@pytest.mark.parametrize(
    ("champ", "brut", "propose"),
    [
        ("cadre_emplois", "Adjoints administratif", None),
        ("cadre_emplois", "Adjoint adminsitratif", "Adjoints administratifs"),
        ("grade", "Redacteur principal", "Rédacteur principal de 1re classe"),
        ("statut", "titulair", "Titulaire"),
    ],
)
def test_close_answers_are_proposed(champ: str, brut: str, propose: str | None) -> None:
    lu = lire("agents", champ, brut)
    if propose is None:  # a missing s is no doubt
        assert lu.valeur == "CE005"
    else:
        assert lu.refus == INCONNU
        assert propose in lu.propose


@settings(max_examples=25)
@given(st.text(max_size=30))
def test_any_text_is_understood_or_refused_everywhere(texte: str) -> None:
    fiches = register()
    interprete = Interprete(fiches)
    for feuille in fiches.sheets.values():
        for champ in feuille.fields[:6]:
            lu = interprete.lire(champ, texte)
            assert lu.valeur is None or not lu.refus


@pytest.mark.parametrize(
    ("feuille", "champ", "brut", "lu"),
    [
        ("absences", "jours", "12,5 j", 12.5),
        ("absences", "jours", "12 jours", 12.0),
        ("formations", "jours", "2 jours", 2.0),
        ("periodes", "heures", "182 h", 182.0),
        ("periodes", "quotite", "80 %", 80.0),
        ("remunerations", "brut", "24 000,50 €", 24_000.5),
        ("agents", "carence_montant", "120 euros", 120.0),
    ],
)
def test_a_figure_may_bear_its_unit(feuille: str, champ: str, brut: str, lu: float) -> None:
    assert lire(feuille, champ, brut) == Lu(lu, compris=True)


@pytest.mark.parametrize("brut", ["12 h", "12 €", "12 agents"])
def test_a_figure_never_bears_the_unit_of_another(brut: str) -> None:
    assert lire("absences", "jours", brut).refus == NOMBRE


@pytest.mark.parametrize("code", ["MI007", "MI008", "MI009"])
def test_internal_movements_without_a_wording_are_read_as_another_one(code: str) -> None:
    assert lire("mouvements", "mouvement_interne", code) == Lu("MI006", compris=True)
