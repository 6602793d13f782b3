"""Keys that differ from those of « Agents » by case or leading zeros are recognised when nobody else could be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from processors.agents.cles import rapprocher
from processors.agents.controle import controler_fiches
from processors.agents.ecriture import ecrire_fiches
from schemas.registers_reader import register
from tests.agents.fiches import LIGNES, TITULAIRE, VACATAIRE, donnees


@pytest.mark.parametrize(
    ("ecrite", "agents", "lue"),
    [
        ("a0001", ("A0001", "B2"), "A0001"),
        ("1", ("0001", "B2"), "0001"),
        ("0002", ("1", "2"), "2"),
        ("A0001", ("A0001", "a0001"), "A0001"),
        ("A1", ("a1", "0a1"), "A1"),
        ("A10", ("A0010", "B2"), "A10"),
        ("0", ("00", "B2"), "00"),
    ],
)
def test_a_key_is_that_of_the_only_agent_it_may_mean(ecrite: str, agents: tuple[str, str], lue: str) -> None:
    premier, second = ({**une, "id_agent": cle} for une, cle in zip((TITULAIRE, VACATAIRE), agents, strict=True))
    cas = donnees(agents=[premier, second], absences=[{"id_agent": ecrite, "motif": "ABS001", "jours": 1.0}])
    constats = [un for un in rapprocher(register(), cas) if "Absences" in {cellule.sheet for cellule in un.cells}]
    assert cas["absences"]["id_agent"].tolist() == [lue]
    assert [constat.code for constat in constats] == ([] if lue == ecrite else ["FICHES-CLE-RAPPROCHEE"])
    assert not any(cle in f"{un.message}{un.cells}" for un in constats for cle in (ecrite, *agents) if len(cle) > 2)


def test_the_sheets_are_read_with_the_keys_of_the_agents(tmp_path: Path) -> None:
    minuscules = {code: [{**ligne, "id_agent": ligne["id_agent"].lower()} for ligne in LIGNES[code]] for code in LIGNES}
    cas = donnees(**{**minuscules, "agents": LIGNES["agents"]})
    ecrire_fiches(tmp_path / "fiches.xlsx", cas)
    lues, constats = controler_fiches(tmp_path / "fiches.xlsx")
    assert lues is not None
    assert set(lues["periodes"]["id_agent"]) == {"D001", "D002"}
    assert {constat.code for constat in constats} == {"FICHES-RECONNUES", "FICHES-CLE-RAPPROCHEE"}
