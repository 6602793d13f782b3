"""Written then read, the agent sheets are the same; what people do to a workbook loses nothing in silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from processors.agents import etpr
from processors.agents.controle import controler
from processors.agents.donnees import Donnees
from processors.agents.ecriture import ecrire_fiches
from processors.agents.exemple import generer
from processors.agents.lecture import lire_fiches
from processors.findings import Finding
from schemas.registers_reader import register
from tests.agents.fiches import donnees


def ecrites(tmp_path: Path, cas: Donnees | None = None) -> Path:
    path = tmp_path / "fiches.xlsx"
    if cas is None:
        path.write_bytes(_propres())
    else:
        ecrire_fiches(path, cas)
    return path


@cache
def _propres() -> bytes:
    """The workbook of the clean data, written once."""
    with TemporaryDirectory() as dossier:
        ecrire_fiches(Path(dossier) / "fiches.xlsx", donnees())
        return (Path(dossier) / "fiches.xlsx").read_bytes()


def relire(path: Path) -> tuple[Donnees, list[Finding]]:
    lues, constats = lire_fiches(path)
    assert lues is not None
    return lues, constats


def completes(cas: Donnees) -> Donnees:
    """The data with the ETPR of each period, which the reading always gives."""
    periodes = cas["periodes"]
    calculees = pd.Series(etpr.calculer(periodes, register()), index=periodes.index)
    periodes["valeur"] = periodes["valeur"].fillna(calculees)
    return cas


def memes(une: Donnees, autre: Donnees, *, lignes: bool = True) -> None:
    for code in une.feuilles:
        attendues, trouvees = (cas[code] if lignes else cas[code].reset_index(drop=True) for cas in (une, autre))
        pd.testing.assert_frame_equal(attendues, trouvees, check_dtype=True)
    assert une.collectivite == autre.collectivite


def test_a_whole_collectivite_is_read_as_it_was_written(tmp_path: Path) -> None:
    cas = generer(25, 4)
    lues, constats = relire(ecrites(tmp_path, cas))
    memes(completes(cas), lues)
    assert constats == []


def test_a_blank_workbook_has_no_agent(tmp_path: Path) -> None:
    path = tmp_path / "vierge.xlsx"
    ecrire_fiches(path)
    lues, constats = relire(path)
    assert sum(map(len, lues.feuilles.values())) == 0
    assert (lues.collectivite, constats) == ({}, [])


def test_an_etpr_typed_over_the_formula_wins(tmp_path: Path) -> None:
    cas = donnees()
    cas["periodes"]["valeur"] = [0.75, float("nan")]
    lues, _ = relire(ecrites(tmp_path, cas))
    assert lues["periodes"]["valeur"].tolist() == pytest.approx([0.75, 0.1])


Geste = Callable[[Any], None]


def renommer(classeur: Any) -> None:
    classeur["Agents"].title = "Le personnel"
    classeur.move_sheet("Le personnel", 5)


def inserer_colonne(classeur: Any) -> None:
    classeur["Agents"].insert_cols(2)


def inserer_lignes(classeur: Any) -> None:
    classeur["Agents"].insert_rows(2, 3)


def supprimer_identite(classeur: Any) -> None:
    del classeur["_bilan_social"]


def supprimer_ancres(classeur: Any) -> None:
    classeur["Agents"].delete_rows(1)


@pytest.mark.parametrize("geste", [renommer, inserer_colonne, inserer_lignes, supprimer_identite, supprimer_ancres])
def test_what_people_do_to_a_workbook_loses_nothing(tmp_path: Path, geste: Geste) -> None:
    path = ecrites(tmp_path)
    classeur = load_workbook(path)
    geste(classeur)
    classeur.save(path)
    lues, constats = relire(path)
    memes(completes(donnees()), lues, lignes=False)
    assert {constat.code for constat in constats} <= {"FICHES-ANCRES-PERDUES"}


def modifiees(tmp_path: Path, *changements: tuple[str, str, Any]) -> tuple[Donnees, list[Finding]]:
    """The clean workbook, some cells typed over."""
    path = ecrites(tmp_path)
    classeur = load_workbook(path)
    for feuille, adresse, valeur in changements:
        classeur[feuille][adresse] = valeur
    classeur.save(path)
    return relire(path)


def test_lines_sorted_otherwise_are_the_same_agents(tmp_path: Path) -> None:
    path = ecrites(tmp_path)
    classeur = load_workbook(path)
    feuille = classeur["Agents"]
    for une, autre in zip(feuille[6], feuille[7], strict=True):
        une.value, autre.value = autre.value, une.value
    classeur.save(path)
    lues, _ = relire(path)
    assert lues["agents"]["id_agent"].tolist() == ["D002", "D001"]
    assert lues["agents"].index.tolist() == [6, 7]


def test_values_typed_otherwise_are_understood_and_said(tmp_path: Path) -> None:
    lues, constats = modifiees(
        tmp_path,
        ("Agents", "D6", "f"),
        ("Agents", "E6", "avril 1975"),
        ("Absences", "D6", "5,5"),
        ("Agents", "F6", "1er septembre 2001"),
    )
    memes(completes(donnees()), lues)
    assert [constat.code for constat in constats] == ["FICHES-COMPRISES"]
    assert len(constats[0].cells) == 4


def test_an_unknown_answer_says_where_and_what_is_close(tmp_path: Path) -> None:
    lues, (constat,) = modifiees(tmp_path, ("Agents", "I6", "Titulère"), ("Agents", "I7", "Titulère"))
    assert lues["agents"]["statut"].isna().all()
    assert constat.code == "FICHES-VALEUR-INCONNUE"
    assert [cellule.address for cellule in constat.cells] == ["I6", "I7"]
    assert "«\u00a0Titulaire\u00a0»" in constat.remedy


@pytest.mark.parametrize(
    ("changement", "code"),
    [
        (("Absences", "D6", "beaucoup"), "FICHES-NOMBRE-REFUSE"),
        (("Absences", "D6", -2), "FICHES-NOMBRE-REFUSE"),
        (("Absences", "C6", "31/02/2019"), "FICHES-DATE-INCOMPRISE"),
        (("Absences", "A7", None), None),
        (("Absences", "B8", "Pour maladie ordinaire"), "FICHES-LIGNE-SANS-CLE"),
        (("Absences", "H6", "à rappeler"), "FICHES-COLONNE-AJOUTEE"),
        (("Absences", "D1", None), "FICHES-COLONNE-ABSENTE"),
        (("Absences", "A1", None), "FICHES-SANS-COLONNE-CLE"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, changement: tuple[str, str, Any], code: str | None) -> None:
    _, constats = modifiees(tmp_path, changement)
    assert [constat.code for constat in constats][:1] == ([code] if code else [])


def test_errors_copies_and_lost_sheets_are_said(tmp_path: Path) -> None:
    path = ecrites(tmp_path)
    classeur = load_workbook(path)
    copie = classeur.copy_worksheet(classeur["Absences"])
    copie.title = "Absences (2)"
    del classeur["Heures"]
    classeur.save(path)
    lues, constats = relire(path)
    assert {constat.code for constat in constats} == {"FICHES-FEUILLE-EN-DOUBLE", "FICHES-FEUILLE-ABSENTE"}
    assert len(lues["absences"]) == 1


def test_the_total_line_of_a_table_is_no_agent(tmp_path: Path) -> None:
    lues, constats = modifiees(tmp_path, ("Absences", "A66", "Total"), ("Absences", "D66", "=SUBTOTAL(109,D6:D65)"))
    assert len(lues["absences"]) == 1
    assert constats == []


def test_names_are_masked_in_findings(tmp_path: Path) -> None:
    _, constats = modifiees(tmp_path, ("Agents", "B6", datetime(2019, 5, 1)))
    assert all("2019" not in str(cellule.value) for constat in constats for cellule in constat.cells)


def test_foreign_and_broken_files_are_refused_in_words(tmp_path: Path) -> None:
    abime, etranger = tmp_path / "abime.xlsx", tmp_path / "etranger.xlsx"
    abime.write_bytes(b"PK\x03\x04 rien de bon")
    Workbook().save(etranger)
    for path, code in (
        (abime, "FICHIER-CORROMPU"),
        (etranger, "FICHES-ETRANGER"),
        (tmp_path / "rien", "FICHIER-ABSENT"),
    ):
        lues, constats = lire_fiches(path)
        assert lues is None
        assert [constat.code for constat in constats] == [code]


def test_sheets_of_another_year_are_refused_whole(tmp_path: Path) -> None:
    path = ecrites(tmp_path)
    classeur = load_workbook(path)
    classeur["_bilan_social"]["B4"] = "2018"
    classeur.save(path)
    lues, constats = lire_fiches(path)
    assert lues is None
    assert [constat.code for constat in constats] == ["FICHES-AUTRE-ANNEE"]
    assert "celles de 2018" in constats[0].message


def test_sheets_that_do_not_say_their_year_are_those_of_the_year(tmp_path: Path) -> None:
    lues, constats = modifiees(tmp_path, ("_bilan_social", "B4", ""))
    assert len(lues["agents"]) == 2
    assert constats == []


def test_absurd_contents_are_read_without_a_crash(tmp_path: Path) -> None:
    absurdes = [
        True,
        -5.5,
        3e6,
        "=1/0",
        "\U0001f600" * 300,
        datetime(1900, 1, 1),
        "31/31/31",
        "|",
        ";",
        "%",
        "1e400",
    ]
    changements = [
        (feuille.title, f"{lettre}{6 + rang}", valeur)
        for feuille in register().tables
        for lettre in "ABCDEIQ"
        for rang, valeur in enumerate(absurdes)
    ]
    lues, constats = modifiees(tmp_path, *changements)
    assert len(lues["agents"]) == len(absurdes) - 1  # a formula without its result shows nothing, and that is said
    assert "FICHES-FORMULE-SANS-RESULTAT" in {constat.code for constat in constats}
    controler(lues)
    assert any(constat.severity == "bloquant" for constat in constats)
