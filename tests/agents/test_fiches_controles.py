"""Each finding on agent data, by data that are clean but for one fault; messages name no one."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from processors.agents.controle import controler
from processors.agents.donnees import Donnees
from processors.agents.etpr import calculer
from processors.findings import Finding
from schemas.registers_reader import register
from tests.agents.fiches import LIGNES, TITULAIRE, VACATAIRE, changer, donnees

JOUR = pd.Timestamp


def controlees(cas: Donnees) -> list[Finding]:
    """The findings, the ETPR of the periods computed as the reading does."""
    periodes = cas["periodes"]
    periodes["valeur"] = periodes["valeur"].fillna(pd.Series(calculer(periodes, register()), index=periodes.index))
    return controler(cas)


def codes(cas: Donnees) -> set[str]:
    return {constat.code for constat in controlees(cas)}


def test_clean_data_have_no_finding() -> None:
    assert controlees(donnees()) == []


def plus(feuille: str, **valeurs: Any) -> Donnees:
    """The clean data and one more line on a sheet."""
    return donnees(**{feuille: [*LIGNES.get(feuille, []), valeurs]})


FAUTES = {
    "FICHES-AGENT-EN-DOUBLE": lambda: donnees(agents=[TITULAIRE, VACATAIRE, {**VACATAIRE, "nom": "Autre"}]),
    "FICHES-CLE-INCONNUE": lambda: plus("absences", id_agent="D009", motif="ABS001", jours=1.0),
    "FICHES-CLE-NIR": lambda: changer("agents", 1, id_agent="1 85 05 78 006 084 36"),
    "FICHES-CHAMP-MANQUANT": lambda: changer("agents", 0, grade=None),
    "FICHES-SANS-OBJET": lambda: changer("agents", 1, cdi="OUI"),
    "FICHES-CONTRADICTION": lambda: changer("agents", 0, absent="NON"),
    "FICHES-DATES-EN-DESORDRE": lambda: changer("periodes", 1, debut=JOUR(2019, 9, 1)),
    "FICHES-DATE-HORS-ANNEE": lambda: changer("absences", 0, debut=JOUR(2018, 3, 4)),
    "FICHES-ANNEE-EVENEMENT": lambda: changer("accidents", 0, date=JOUR(2018, 5, 5)),
    "FICHES-AGE-IMPROBABLE": lambda: changer("agents", 1, naissance=JOUR(2019, 12, 1)),
    "FICHES-PERIODES-CHEVAUCHENT": lambda: plus(
        "periodes", **{**LIGNES["periodes"][0], "debut": JOUR(2019, 12, 31), "quotite": 1.0}
    ),
    "FICHES-ABSENCES-TROP-LONGUES": lambda: plus("absences", id_agent="D002", motif="ABS001", jours=62.5),
    "FICHES-HORS-TRANCHE": lambda: changer("agents", 0, quotite_exacte=90.0),
    "FICHES-GRADE-STATUT": lambda: changer("agents", 0, grade="G019"),
    "C-6.1.4-01": lambda: changer("agents", 0, sanctions="S01|S11"),
    "C-6.1.4-02": lambda: changer("agents", 0, statut="STAG", grade="G019", sanctions="S04"),
    "C-6.1.4-03": lambda: changer("agents", 1, sanctions="S03"),
    "C-AGENT-01": lambda: changer("agents", 0, sexe=None),
    "C-AGENT-03": lambda: changer("agents", 1, remunere_annee=None),
    "C-AGENT-04": lambda: changer("agents", 0, statut="CONTPERM", cdi="NON"),
    "C-AGENT-05": lambda: changer("agents", 1, type_emploi_non_permanent=None),
    "C-AGENT-06": lambda: changer("agents", 0, quotite=None),
    "C-AGENT-08": lambda: changer("agents", 0, cet="OUI", cet_jours_cumules=60.5),
    "C-AGENT-09": lambda: changer("agents", 0, tp_demande="OUI", tp_retours=2.0),
    "C-AGENT-10": lambda: changer("agents", 0, remunere_3112="NON", remunere_annee="OUI"),
    "C-AGENT-11": lambda: plus(
        "mouvements", id_agent="D001", nature="depart", date=JOUR(2019, 8, 1), motif_depart="MD023"
    ),
    "C-AGENT-12": lambda: changer("accidents", 0, avec_arret="NON"),
    "C-AGENT-13": lambda: changer("remunerations", 0, primes=30_000.0),
    "C-AGENT-14": lambda: changer("periodes", 1, heures=1_821.0),
    "C-AGENT-15": lambda: changer("agents", 0, filiere="TE"),
    "C-AGENT-16": lambda: donnees(agents=[TITULAIRE, VACATAIRE, {**VACATAIRE, "id_agent": "D003"}]),
    "C-AGENT-17": lambda: changer("agents", 1, remunere_annee="NON"),
}


@pytest.mark.parametrize("code", FAUTES)
def test_a_fault_is_found_and_names_no_one(code: str) -> None:
    constats = controlees(FAUTES[code]())
    assert code in {constat.code for constat in constats}
    for constat in constats:
        dit = f"{constat.message} {constat.remedy} {[(c.label, c.value) for c in constat.cells]}"
        assert not {nom for nom in ("Durandal", "Mauricette", "Trifouillet", "Anselme", "D001", "D002") if nom in dit}


def test_every_rule_of_agents_has_a_fault_that_breaks_it() -> None:
    from processors.agents.controle_regles import regles_agents

    regles = {regle.code for regle in regles_agents(register())}
    assert len(regles) == 18
    assert regles <= FAUTES.keys()


def test_a_finding_says_sheet_line_and_cell() -> None:
    (constat,) = (c for c in controlees(changer("agents", 0, grade=None)) if c.code == "FICHES-CHAMP-MANQUANT")
    (cellule,) = constat.cells
    assert cellule.sheet == "Agents"
    assert cellule.address == "T6"
    assert cellule.label == "feuille «\u00a0Agents\u00a0», ligne 6, Grade"


def test_a_social_security_number_is_not_repeated() -> None:
    constats = controlees(changer("agents", 1, id_agent="185057800608436"))
    (nir,) = (constat for constat in constats if constat.code == "FICHES-CLE-NIR")
    assert "185057800608436" not in nir.message


def test_a_movement_is_judged_by_its_own_situation() -> None:
    """A contractuel who became stagiaire leaves as contractuel: MD018 is no motive of a stagiaire."""
    depart = {"id_agent": "D001", "nature": "depart", "date": JOUR(2019, 8, 1), "motif_depart": "MD018"}
    assert "C-AGENT-11" in codes(plus("mouvements", **depart))
    assert "C-AGENT-11" not in codes(plus("mouvements", **depart, statut="CONTPERM"))


def test_two_posts_at_once_do_not_make_absences_too_long() -> None:
    periode = {**LIGNES["periodes"][1], "heures": 10.0}
    cas = donnees(
        periodes=[*LIGNES["periodes"], periode],
        absences=[{"id_agent": "D002", "motif": "ABS001", "jours": 100.0}],
    )
    assert "FICHES-ABSENCES-TROP-LONGUES" not in codes(cas)


def test_a_condition_on_a_blank_answer_asks_nothing() -> None:
    """Without an answer on RASSCT, the fields of that module are neither required nor refused."""
    assert "FICHES-CHAMP-MANQUANT" not in codes(donnees())
    cas = donnees()
    cas.collectivite["module_rassct"] = "OUI"
    manquants = {c.cells[0].variable for c in controlees(cas) if c.code == "FICHES-CHAMP-MANQUANT"}
    attendus = {"nature_lesion", "siege_lesion", "element_materiel", "activite_arret"}
    assert manquants == {f"accidents!{champ}" for champ in attendus}
    cas = changer("accidents", 0, nature_lesion=register().find("accidents", "nature_lesion").codes[0])
    cas.collectivite["module_rassct"] = "NON"
    assert "FICHES-SANS-OBJET" in codes(cas)
