"""The buttons of the variant: their work on files, and the thin lines that speak to Excel, with a workbook of paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from processors.cli.conversion import build_workbook
from processors.cli.terminal import CommandError
from processors.control import check
from processors.example import exemple
from processors.txt import ecrire, ecrire_groupe
from schemas import questionnaire
from workbook_templates.complement import PATH_NAME, RESULT_NAME
from xl_addin import boutons, travaux, variante

REC = questionnaire("rec2019")
MODULES = ("gpeec",)
REPONSES = exemple(REC, 8, MODULES)


@pytest.fixture(scope="module")
def modele(tmp_path_factory) -> bytes:
    chemin: Path = tmp_path_factory.mktemp("boutons") / "bilan.xlsm"
    build_workbook(chemin, REC, REPONSES.modules, dict(REPONSES.values), complement=variante.complement())
    return chemin.read_bytes()


@pytest.fixture
def classeur(modele, tmp_path) -> Path:
    chemin = tmp_path / "bilan.xlsm"
    chemin.write_bytes(modele)
    return chemin


def valeurs(chemin: Path) -> dict[str, Any]:
    (controle,) = check(chemin)
    return dict(controle.usable().values)


def test_the_check_writes_a_page_beside_the_workbook(classeur):
    fait = travaux.controler(classeur)
    assert fait.fichier == classeur.with_name("bilan-controle.html")
    assert fait.fichier.name in fait.message
    assert "Contrôle du bilan social" in fait.fichier.read_text(encoding="utf-8")


def test_the_export_and_the_import_give_the_same_answers(classeur, tmp_path):
    exporte = travaux.exporter(classeur)
    assert exporte.fichier == classeur.with_suffix(".txt")
    importe = travaux.importer(exporte.fichier, tmp_path)
    assert importe.fichier.name == "bilan-2.xlsm"
    assert valeurs(importe.fichier) == valeurs(classeur) == dict(REPONSES.values)
    assert importe.fichier.read_bytes() == classeur.read_bytes()


def test_no_file_is_overwritten(classeur):
    noms = [travaux.exporter(classeur).fichier.name for _ in range(3)]
    assert noms == ["bilan.txt", "bilan-2.txt", "bilan-3.txt"]


def test_the_terminal_stays_silent(classeur, capsys):
    travaux.controler(classeur)
    travaux.exporter(classeur)
    assert capsys.readouterr() == ("", "")


def test_what_cannot_be_read_is_said_and_nothing_written(tmp_path):
    illisible = tmp_path / "lettre.txt"
    illisible.write_bytes(b"Bonjour")
    with pytest.raises(CommandError, match="Rien n’a été écrit"):
        travaux.importer(illisible, tmp_path)
    with pytest.raises(CommandError, match="introuvable"):
        travaux.importer(tmp_path / "absent.txt", tmp_path)
    assert list(tmp_path.iterdir()) == [illisible]


def test_a_grouped_file_is_sent_to_the_command(tmp_path, classeur):
    (un,) = check(classeur)
    deux = un.usable()
    groupe = tmp_path / "groupe.txt"
    autre = exemple(REC, 9, MODULES)
    if autre.siret == deux.siret:
        pytest.fail("two collectivités are needed")
    groupe.write_bytes(ecrire_groupe([deux, autre]))
    with pytest.raises(CommandError, match="2 bilans"):
        travaux.importer(groupe, tmp_path)


class Cellule:
    def __init__(self, value: object = None) -> None:
        self.value = value


class Nom:
    def __init__(self, cellule: Cellule) -> None:
        self.refers_to_range = cellule


class Application:
    """What xlwings gives of Excel, in memory."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, str]] = []
        self.ouverts: list[str] = []
        self.books = self

    def alert(self, message: str, titre: str) -> None:
        self.messages.append((message, titre))

    def open(self, chemin: str) -> None:
        self.ouverts.append(chemin)


class Livre:
    def __init__(self, chemin: Path | str, choisi: object = None) -> None:
        self.fullname, self.app, self.enregistre = str(chemin), Application(), False
        self.names = {PATH_NAME: Nom(Cellule(choisi)), RESULT_NAME: Nom(Cellule())}

    def save(self) -> None:
        self.enregistre = True

    @property
    def resultat(self) -> object:
        return self.names[RESULT_NAME].refers_to_range.value


@pytest.fixture
def appuyer(monkeypatch):
    """Press a button of a workbook."""

    def presser(bouton: str, livre: Livre) -> Livre:
        monkeypatch.setattr(boutons, "_appelant", lambda: livre)
        monkeypatch.setattr("webbrowser.open", livre.app.open)
        getattr(boutons, bouton)()
        return livre

    return presser


def test_a_button_saves_tells_and_shows(classeur, appuyer):
    livre = appuyer("controler", Livre(classeur))
    assert livre.enregistre
    assert livre.app.ouverts == [classeur.with_name("bilan-controle.html").as_uri()]
    assert [titre for _, titre in livre.app.messages] == ["bilan-social"]
    assert livre.resultat == livre.app.messages[0][0]


def test_the_export_button_writes_the_file(classeur, appuyer):
    assert "bilan.txt" in str(appuyer("exporter", Livre(classeur)).resultat)


def test_the_import_button_opens_the_new_workbook(classeur, appuyer, tmp_path):
    (tmp_path / "recu.txt").write_bytes(ecrire(REPONSES))
    livre = appuyer("importer", Livre(classeur, choisi=str(tmp_path / "recu.txt")))
    assert livre.app.ouverts == [str(tmp_path / "recu.xlsm")]
    assert valeurs(tmp_path / "recu.xlsm") == dict(REPONSES.values)


@pytest.mark.parametrize(
    ("bouton", "livre", "dit"),
    [
        ("importer", Livre("x.xlsm"), "Aucun fichier n’a été choisi"),
        ("controler", Livre("https://exemple.sharepoint.com/bilan.xlsm"), "n’est pas enregistré sur ce poste"),
    ],
)
def test_a_refusal_is_a_sentence_in_the_workbook(appuyer, bouton, livre, dit):
    assert dit in str(appuyer(bouton, livre).resultat)
    assert livre.app.ouverts == []


def test_a_file_that_the_system_refuses_is_a_sentence(classeur, appuyer, monkeypatch):
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(travaux, "exporter", refuse)
    assert "n’a pas pu être lu ou écrit" in str(appuyer("exporter", Livre(classeur)).resultat)
