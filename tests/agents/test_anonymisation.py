"""The anonymous copy: nothing that names an agent, the same bilan, rare combinations said and left to choose."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pandas as pd
import pytest

from processors.agents.agregation import agreger
from processors.agents.anonymisation import Copie, anonymiser
from processors.agents.donnees import Donnees
from processors.agents.ecriture import ecrire_fiches
from processors.agents.exemple import generer
from processors.agents.lecture import lire_fiches
from processors.agents.rarete import combinaisons_rares
from processors.cli.anonymisation import Demande, _sans_formule
from processors.cli.anonymisation import anonymiser as commande
from processors.cli.terminal import CommandError
from schemas.registers import Anonymised
from schemas.registers_reader import register

FICHES = register()


@pytest.fixture(scope="module")
def donnees() -> Donnees:
    jeu = generer(120, 4)
    jeu["agents"].loc[:, "commentaire"] = "note libre"
    jeu["absences"].loc[:, "debut"] = pd.Timestamp("2019-03-14")
    return jeu


@pytest.fixture(scope="module")
def copie(donnees: Donnees) -> Copie:
    return anonymiser(donnees, graine=1)


def test_the_copy_gives_the_same_bilan(donnees: Donnees, copie: Copie) -> None:
    assert agreger(copie.donnees).valeurs == agreger(donnees).valeurs


def test_names_and_notes_are_gone(copie: Copie) -> None:
    for feuille in FICHES.tables:
        for champ in feuille.fields:
            if champ.anonymised is Anonymised.EFFACER:
                assert copie.donnees[feuille.code][champ.code].isna().all(), f"{feuille.code}.{champ.code}"


def test_no_personal_text_or_date_is_left_undecided() -> None:
    """A text or a day that names or dates a person must say what the copy does of it."""
    gardes = {"periodes.debut", "periodes.fin", "mouvements.date"}
    for feuille in FICHES.tables:
        for champ in feuille.fields:
            if champ.kind.value in ("texte", "cle", "date") and f"{feuille.code}.{champ.code}" not in gardes:
                assert champ.anonymised is not Anonymised.NON, f"{feuille.code}.{champ.code}"


def test_keys_are_replaced_everywhere_by_the_same_ones(donnees: Donnees, copie: Copie) -> None:
    anciennes = set(donnees["agents"]["id_agent"])
    for code, cadre in copie.donnees.feuilles.items():
        assert not set(cadre["id_agent"]) & anciennes, code
        nombres = donnees[code]["id_agent"].map(copie.correspondance).value_counts()
        assert cadre["id_agent"].value_counts().to_dict() == nombres.to_dict(), code


def test_the_order_of_the_lines_tells_nothing(donnees: Donnees) -> None:
    rangs = {cle: rang for rang, cle in enumerate(donnees["agents"]["id_agent"])}
    premiere, seconde = anonymiser(donnees), anonymiser(donnees)
    assert premiere.correspondance != seconde.correspondance
    for copie in (premiere, seconde):
        retour = {nouvelle: rangs[ancienne] for ancienne, nouvelle in copie.correspondance.items()}
        ordre = [retour[cle] for cle in copie.donnees["agents"]["id_agent"]]
        assert ordre != sorted(ordre)
        assert copie.donnees["agents"]["id_agent"].is_monotonic_increasing


def test_birth_keeps_the_age_band_only(donnees: Donnees, copie: Copie) -> None:
    naissances = copie.donnees["agents"]["naissance"]
    assert naissances.nunique() <= 10
    assert (naissances.dt.month == 1).all()
    assert donnees["agents"]["naissance"].nunique() > 50


def test_dates_of_entry_keep_the_year_only(copie: Copie) -> None:
    for champ in ("date_entree", "date_emploi_permanent", "date_arrivee_contrat"):
        jours = copie.donnees["agents"][champ].dropna()
        assert (jours.dt.day_of_year == 1).all(), champ


def test_the_original_is_left_as_it_was() -> None:
    jeu, temoin = generer(20, 1), generer(20, 1)
    anonymiser(jeu)
    for code, cadre in temoin.feuilles.items():
        pd.testing.assert_frame_equal(jeu[code], cadre)


def test_lines_of_an_unknown_agent_are_renamed_too() -> None:
    jeu = generer(20, 1)
    absences = jeu["absences"]
    absences.loc[absences.index[0], "id_agent"] = "DISPARU"
    copie = anonymiser(jeu)
    assert "DISPARU" not in set(copie.donnees["absences"]["id_agent"])
    assert len(copie.donnees["absences"]) == len(jeu["absences"])


def test_an_agent_alone_in_its_cell_is_reported_by_its_line(donnees: Donnees) -> None:
    agents = donnees["agents"]
    for rare in combinaisons_rares(donnees):
        semblables = agents.loc[rare.ligne]
        assert semblables["id_agent"] == rare.cle
        memes = agents[(agents["sexe"] == semblables["sexe"]) & (agents["statut"] == semblables["statut"])]
        assert rare.nombre == 1
        assert len(memes) >= 1


def test_a_higher_threshold_reports_more(donnees: Donnees) -> None:
    seuls, peu = combinaisons_rares(donnees, 2), combinaisons_rares(donnees, 4)
    assert {one.ligne for one in seuls} < {one.ligne for one in peu}
    assert {one.nombre for one in peu} <= {1, 2, 3}


def test_withdrawn_agents_leave_with_all_their_lines(donnees: Donnees) -> None:
    sans = frozenset(one.cle for one in combinaisons_rares(donnees))
    copie = anonymiser(donnees, sans=sans)
    assert len(copie.donnees["agents"]) == len(donnees["agents"]) - len(sans)
    for code, cadre in copie.donnees.feuilles.items():
        assert len(cadre) == (~donnees[code]["id_agent"].isin(sans)).sum(), code
    assert combinaisons_rares(copie.donnees) == []


@pytest.fixture(scope="module")
def classeur(donnees: Donnees, tmp_path_factory: pytest.TempPathFactory) -> Path:
    chemin = tmp_path_factory.mktemp("fiches") / "fiches.xlsx"
    ecrire_fiches(chemin, donnees)
    return chemin


def test_the_command_writes_a_copy_that_reads_back(
    classeur: Path, donnees: Donnees, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copie, rares, cles = (tmp_path / nom for nom in ("copie.xlsx", "rares.csv", "cles.csv"))
    commande(Demande(classeur, copie, avec_handicap=True), rares, cles)
    relue, constats = lire_fiches(copie)
    assert relue is not None
    assert constats == []
    assert agreger(relue).valeurs == agreger(donnees).valeurs
    dit = capsys.readouterr()
    assert not any(cle in dit.out + dit.err for cle in donnees["agents"]["id_agent"])
    assert "Lignes" in dit.err
    lignes = list(csv.reader(rares.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert len(lignes) == len(combinaisons_rares(donnees)) + 1
    couples = dict(csv.reader(cles.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert set(donnees["agents"]["id_agent"]) <= set(couples)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (rares, cles)} == {0o600}


def test_disability_is_left_out_unless_asked(classeur: Path, tmp_path: Path) -> None:
    copie = tmp_path / "copie.xlsx"
    commande(Demande(classeur, copie))
    relue, _ = lire_fiches(copie)
    assert relue is not None
    assert relue["handicap"].empty
    assert [path.name for path in tmp_path.iterdir()] == ["copie.xlsx"]


def test_a_file_that_is_not_of_agent_sheets_is_refused(tmp_path: Path) -> None:
    autre = tmp_path / "autre.xlsx"
    pd.DataFrame({"a": [1]}).to_excel(autre)
    with pytest.raises(CommandError, match="n’a pas pu être lu"):
        commande(Demande(autre, tmp_path / "copie.xlsx"))
    assert not (tmp_path / "copie.xlsx").exists()


@pytest.mark.parametrize(("texte", "ecrit"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("A12", "A12")])
def test_a_key_never_becomes_a_formula(texte: str, ecrit: str) -> None:
    assert _sans_formule(texte) == ecrit
