"""`agreger` and `expliquer`, as a new user meets them."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from processors.agents.ecriture import ecrire_fiches
from processors.agents.exemple import generer
from processors.control import check
from schemas.plan import Value
from tests.agents.a_la_main import CONTRACTUEL, TITULAIRE, fiches
from tests.cli.outils import REC, Ran, Run
from workbook_templates.builder import build

HOMMES = "1.1.1!G018.C05"
DIPLOMES = "G.2!DIP04.C01"
"""Men with that diploma: in a module of a few tables, whose workbook is quickly written."""

AUTRE = "21990002400015"
COLLECTIVITE = {"siret": "21990001600011", "raison_sociale": "Commune d’Essai", "type_collectivite": "CCN"}
PERIODE = {"debut": date(2019, 1, 1), "fin": date(2019, 12, 31), "statut": "TITU", "filiere": "AD", "categorie": "C"}
COMPLET = {"cycle": "CTT001d", "absent": "NON", "formation_suivie": "NON"}


@pytest.fixture
def classeur(tmp_path: Path) -> Path:
    return ecrites(tmp_path / "fiches.xlsx", hommes=1)


def ecrites(chemin: Path, *, hommes: int, siret: str = COLLECTIVITE["siret"]) -> Path:
    """Sheets without blocking anomaly: two women, and some men."""
    agents = [TITULAIRE | COMPLET, TITULAIRE | COMPLET, *[TITULAIRE | COMPLET | {"sexe": "H"}] * hommes]
    cles = [f"A{rang}" for rang in range(1, len(agents) + 1)]
    paie = {"statut": "TITU", "filiere": "AD", "categorie": "C", "brut": 25000.0}
    donnees = fiches(
        *agents,
        periodes=[PERIODE | {"id_agent": cle} for cle in cles],
        remunerations=[paie | {"id_agent": cle} for cle in cles],
        gpeec=[{"id_agent": cle, "metier": "03/A/01", "diplome": "DIP04", "specialite": "S001"} for cle in cles],
    )
    donnees.collectivite |= COLLECTIVITE | {"siret": siret}
    ecrire_fiches(chemin, donnees)
    return chemin


def reecrit(bilan: Path, **saisies: float | str | None) -> None:
    """What somebody types in the bilan."""
    lu = check(bilan)[0].usable()
    valeurs: dict[str, Value] = {code: valeur for code, valeur in (lu.values | saisies).items() if valeur is not None}
    build(bilan, lu.questionnaire, lu.modules, valeurs)


def module(run: Run, fichier: Path, bilan: Path, *options: str) -> Ran:
    return run("agreger", fichier, "-o", bilan, "--modules", "gpeec", *options)


def lu(bilan: Path) -> dict[str, object]:
    return dict(check(bilan)[0].usable().values)


def test_the_bilan_the_side_file_and_what_remains(run: Run, classeur: Path, tmp_path: Path):
    bilan, manquants = tmp_path / "bilan.xlsx", tmp_path / "manquants.csv"
    ran = run("agreger", classeur, "-o", bilan, "--a-completer", manquants)
    assert ran.code == 0, ran.out
    assert "3 agents" in ran.out
    assert "Les agents ne donnent pas" in ran.out
    assert lu(bilan)[HOMMES] == 1
    assert "3.4.5;3.4.5;Dépenses;2;rien" in manquants.read_text(encoding="utf-8-sig")
    sources = tmp_path / "bilan.sources.json"
    assert json.loads(sources.read_text(encoding="utf-8"))["agents"] == ["A1", "A2", "A3"]
    assert sources.stat().st_mode & 0o077 == 0


def test_neither_keys_nor_names_are_in_the_bilan_or_on_the_screen(run: Run, tmp_path: Path):
    donnees = generer(30, 11)
    donnees.feuilles["agents"]["nom"] = [f"Nomsecret{rang}" for rang in range(30)]
    donnees.feuilles["agents"] = donnees["agents"].assign(id_agent=[f"CLESECRETE{rang}" for rang in range(30)])
    for feuille in donnees.feuilles:
        cles = dict(zip([f"A{rang:04}" for rang in range(1, 31)], donnees["agents"]["id_agent"], strict=True))
        if feuille != "agents":
            donnees.feuilles[feuille] = donnees[feuille].assign(id_agent=donnees[feuille]["id_agent"].map(cles))
    ecrire_fiches(tmp_path / "fiches.xlsx", donnees)
    ran = module(run, tmp_path / "fiches.xlsx", tmp_path / "bilan.xlsx", "--partiel")
    with zipfile.ZipFile(tmp_path / "bilan.xlsx") as archive:
        contenu = b"".join(archive.read(nom) for nom in archive.namelist())
    assert b"secret" not in contenu.lower()
    dit = ran.out.partition("Bilan écrit")[2] + ran.err
    assert "SECRET" not in dit.upper()


def test_an_existing_bilan_is_neither_replaced_nor_updated_without_being_told(run: Run, classeur: Path, tmp_path: Path):
    bilan = tmp_path / "bilan.xlsx"
    bilan.write_text("à moi", encoding="utf-8")
    ran = run("agreger", classeur, "-o", bilan)
    assert ran.code == 2
    assert "--mettre-a-jour" in ran.err
    assert bilan.read_text(encoding="utf-8") == "à moi"
    assert not (tmp_path / "bilan.sources.json").exists()
    assert run("agreger", classeur, "-o", bilan, "--mettre-a-jour", "--ecraser").code == 2


def test_an_update_keeps_what_was_typed_and_says_it(run: Run, classeur: Path, tmp_path: Path):
    bilan, ecarts = tmp_path / "bilan.xlsx", tmp_path / "ecarts.csv"
    metier, adresse = "G.1!03/A/01.C04", "collectivite!zone_emploi.C01"
    module(run, classeur, bilan)
    typed: dict[str, float | str | None] = {DIPLOMES: 7, adresse: "Ici"}
    reecrit(bilan, **typed)
    ecrites(classeur, hommes=3)
    ran = module(run, classeur, bilan, "--mettre-a-jour", "--ecarts", str(ecarts))
    assert "1 chiffre saisi à la main est gardé" in ran.out
    assert "1 à la dernière agrégation, 7 dans le bilan, 3 d’après les fiches" in ran.out
    valeurs = lu(bilan)
    assert (valeurs[DIPLOMES], valeurs[metier], valeurs[adresse]) == (7, 5, "Ici")
    lignes = ecarts.read_text(encoding="utf-8-sig").splitlines()
    assert lignes[0].startswith("variable;cellule;ancien agrégé")
    assert any(ligne.startswith(f"{DIPLOMES};") and ligne.endswith("1;7;3;saisie gardée") for ligne in lignes)
    assert lu(tmp_path / "bilan.avant-1.xlsx")[metier] == 3
    remplace = module(run, classeur, bilan, "--mettre-a-jour", "--remplacer-saisies")
    assert "1 chiffre saisi à la main est remplacé" in remplace.out
    assert (lu(bilan)[DIPLOMES], lu(bilan)[adresse]) == (3, "Ici")
    assert (tmp_path / "bilan.avant-2.xlsx").exists()


def test_an_update_without_side_file_takes_everything_for_typed(run: Run, classeur: Path, tmp_path: Path):
    bilan = tmp_path / "bilan.xlsx"
    build(bilan, REC, ("gpeec",), {"collectivite!siret.C01": COLLECTIVITE["siret"], DIPLOMES: 9})
    ran = module(run, classeur, bilan, "--mettre-a-jour")
    assert "introuvable" in ran.err
    assert lu(bilan)[DIPLOMES] == 9


def test_the_sheets_of_another_collectivite_do_not_update_a_bilan(run: Run, classeur: Path, tmp_path: Path):
    bilan = tmp_path / "bilan.xlsx"
    module(run, classeur, bilan)
    octets, memoire = bilan.read_bytes(), bilan.with_name("bilan.sources.json").read_bytes()
    autres = ecrites(tmp_path / "autres.xlsx", hommes=4, siret=AUTRE)
    ran = module(run, autres, bilan, "--mettre-a-jour")
    assert ran.code == 1
    assert AUTRE in ran.err
    assert COLLECTIVITE["siret"] in ran.err
    assert (bilan.read_bytes(), bilan.with_name("bilan.sources.json").read_bytes()) == (octets, memoire)
    assert not (tmp_path / "bilan.avant-1.xlsx").exists()


def test_the_side_file_of_another_collectivite_is_no_memory(run: Run, classeur: Path, tmp_path: Path):
    bilan, autre = tmp_path / "bilan.xlsx", tmp_path / "autre.xlsx"
    module(run, classeur, bilan)
    module(run, ecrites(tmp_path / "autres.xlsx", hommes=4, siret=AUTRE), autre)
    autre.with_name("autre.sources.json").replace(bilan.with_name("bilan.sources.json"))
    explique = run("expliquer", bilan, DIPLOMES)
    assert (explique.code, AUTRE in explique.err) == (3, True)
    ran = module(run, ecrites(classeur, hommes=2), bilan, "--mettre-a-jour")
    assert "est celui d’une autre collectivité" in ran.err
    assert lu(bilan)[DIPLOMES] == 1


def test_blocking_anomalies_of_the_sheets_stop_unless_partiel(run: Run, tmp_path: Path):
    donnees = fiches(TITULAIRE | COMPLET, CONTRACTUEL | {"sexe": None}, gpeec=[{"diplome": "DIP04"}])
    donnees.collectivite |= COLLECTIVITE
    ecrire_fiches(tmp_path / "fiches.xlsx", donnees)
    bilan = tmp_path / "bilan.xlsx"
    arrete = module(run, tmp_path / "fiches.xlsx", bilan)
    assert arrete.code == 1
    assert "Rien n’a été écrit" in arrete.err
    assert not bilan.exists()
    partiel = module(run, tmp_path / "fiches.xlsx", bilan, "--partiel")
    assert partiel.code == 1
    assert "Agrégation partielle" in partiel.err
    assert lu(bilan)["G.2!DIP04.C02"] == 1


@pytest.mark.parametrize("quoi", ["texte", "bilan", "absent"])
def test_a_file_that_is_no_workbook_of_sheets_is_refused(run: Run, tmp_path: Path, quoi: str):
    chemin = tmp_path / "fiches.xlsx"
    if quoi == "texte":
        chemin.write_text("bonjour", encoding="utf-8")
    elif quoi == "bilan":
        build(chemin, REC, ("gpeec",), {})
    ran = run("agreger", chemin, "-o", tmp_path / "bilan.xlsx")
    assert ran.code == 3
    assert not (tmp_path / "bilan.xlsx").exists()


def test_a_figure_is_explained_by_its_code_or_its_cell(run: Run, classeur: Path, tmp_path: Path):
    bilan = tmp_path / "bilan.xlsx"
    module(run, classeur, bilan)
    par_code = run("expliquer", bilan, DIPLOMES)
    assert par_code.code == 0
    assert "1 agent derrière ce chiffre" in par_code.out
    assert par_code.out.splitlines()[-1].strip() == "A3"
    assert "notice de la campagne (S0-004)" in par_code.out
    place = check(bilan)[0].usable().places[DIPLOMES]
    assert run("expliquer", bilan, f"{place.sheet}!{place.address}").out == par_code.out
    assert "2 agents derrière ce chiffre" in run("expliquer", bilan, "G.2!GENERAL.C02").out
    reecrit(bilan, **{DIPLOMES: 4})
    assert "4 dans le bilan, saisi à la main\u00a0; 1 d’après les agents" in run("expliquer", bilan, DIPLOMES).out
    assert "dont 1 case saisie à la main" in run("expliquer", bilan, "G.2!GENERAL.C01").out
    reecrit(bilan, **{DIPLOMES: None})
    assert "effacé à la main dans le bilan\u00a0; 1 d’après les agents" in run("expliquer", bilan, DIPLOMES).out
    assert "dont 1 case effacée à la main" in run("expliquer", bilan, "G.2!GENERAL.C01").out


def test_a_damaged_side_file_is_no_dead_end(run: Run, classeur: Path, tmp_path: Path):
    bilan = tmp_path / "bilan.xlsx"
    module(run, classeur, bilan)
    bilan.with_name("bilan.sources.json").write_text("{", encoding="utf-8")
    ran = module(run, classeur, bilan, "--mettre-a-jour")
    assert ran.code == 3
    assert "déplacez-le" in ran.err
    bilan.with_name("bilan.sources.json").rename(tmp_path / "abime.json")
    assert module(run, classeur, bilan, "--mettre-a-jour").code in (0, 1)


def test_a_value_refused_in_the_bilan_is_no_dead_end(run: Run, classeur: Path, tmp_path: Path):
    bilan = tmp_path / "bilan.xlsx"
    module(run, classeur, bilan)
    lu = check(bilan)[0].usable()
    rempli = openpyxl.load_workbook(bilan)
    place = lu.places[DIPLOMES]
    rempli[place.sheet][place.address] = "beaucoup"
    rempli.save(bilan)
    rempli.close()
    ran = module(run, classeur, bilan, "--mettre-a-jour")
    assert ran.code == 1
    assert "--partiel" not in ran.err
    assert "effacez-les du bilan" in ran.err


def test_what_cannot_be_explained_says_why(run: Run, classeur: Path, tmp_path: Path):
    bilan = tmp_path / "bilan.xlsx"
    build(bilan, REC, ("gpeec",), {})
    sans = run("expliquer", bilan, DIPLOMES)
    assert sans.code == 3
    assert "bilan-social agreger" in sans.err
    module(run, classeur, bilan, "--ecraser")
    assert "Vouliez-vous dire" in run("expliquer", bilan, "G.2!DIP4.C01").err
    assert run("expliquer", bilan, "IND G.2!A1").code == 2
    assert "la case est vide" in run("expliquer", bilan, "3.4.5!L01.C01").out
    sans_agent = run("expliquer", bilan, "G.2!DIP01.C01").out
    assert "Aucun agent des fiches ne compte dans cette case" in sans_agent
    assert "Règle (G.2)" in sans_agent
    assert "Les agents ne donnent pas ce chiffre" in run("expliquer", bilan, "3.4.5!L01.C01").out
