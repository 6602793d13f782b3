"""No name and no key of an agent in any output: every file that the commands write is opened and searched."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from processors.agents.donnees import Donnees
from processors.agents.ecriture import ecrire_fiches
from processors.agents.exemple import generer
from processors.cli.main import main

MARQUES = (b"ZQNOMQZ", b"ZQPRENOMQZ", b"ZQCLEQZ", b"ZQNOTEQZ")
"""Found in no word of any language: whatever holds one of them holds personal data."""
GARDES = ("fiches.xlsx", "erronees.xlsx", "bilan.sources.json", "correspondance.csv")
"""What stays in the collectivité: the sheets themselves, the traceability file, the correspondence asked for."""


def marquer(donnees: Donnees) -> Donnees:
    """The same sheets with unmistakable names, keys and notes."""
    agents = donnees["agents"]
    cles = {cle: f"ZQCLEQZ{rang:03}" for rang, cle in enumerate(agents["id_agent"])}
    for cadre in donnees.feuilles.values():
        cadre["id_agent"] = cadre["id_agent"].map(cles)
    for champ, marque in (("nom", "ZQNOMQZ"), ("prenom", "ZQPRENOMQZ"), ("commentaire", "ZQNOTEQZ")):
        agents[champ] = pd.Series(
            [f"{marque}{rang:03}" for rang in range(len(agents))], index=agents.index, dtype="object"
        )
    return donnees


def fautives() -> Donnees:
    """Sheets whose mistakes are about names and keys: the findings must not repeat them."""
    donnees = marquer(generer(12, 8, ("rec",)))
    agents, absences, periodes = donnees["agents"], donnees["absences"], donnees["periodes"]
    for champ in ("nom", "prenom", "naissance"):
        agents.loc[agents.index[1], champ] = agents.loc[agents.index[0], champ]
    agents.loc[agents.index[3], "id_agent"] = agents.loc[agents.index[2], "id_agent"]
    absences.loc[absences.index[0], "id_agent"] = "ZQCLEQZINCONNUE"
    periodes.loc[periodes.index[0], "fin"] = pd.Timestamp("2018-01-01")
    agents.loc[agents.index[5], "sexe"] = None
    return donnees


def decaler(chemin: Path, pas: int) -> None:
    """A line of « Agents » that slipped by some columns when it was pasted."""
    classeur = openpyxl.load_workbook(chemin)
    feuille = classeur["Agents"]
    valeurs = ["ZQCLEQZ777", "ZQNOMQZ777", "ZQPRENOMQZ777", "F", "03/1971", "ZQNOMQZ002"]
    for rang in range(1, pas + 1):
        feuille.cell(8, rang).value = None if rang > 1 else "ZQCLEQZ002"
    for rang, valeur in enumerate(valeurs, start=1 + pas):
        feuille.cell(8, rang).value = valeur
    classeur.save(chemin)
    classeur.close()


@dataclass
class Sorties:
    """What the commands wrote: the files of the folder, and what they said."""

    dossier: Path
    dit: dict[str, bytes] = field(default_factory=dict)

    def lancer(self, *arguments: str) -> None:
        sortie, erreurs = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        avant, sys.argv = sys.argv, ["bilan-social", *arguments]
        try:
            with redirect_stdout(sortie), redirect_stderr(erreurs), pytest.raises(SystemExit) as fin:
                main()
        finally:
            sys.argv = avant
        for nom, flux in (("sortie", sortie), ("erreurs", erreurs)):
            flux.flush()
            octets = flux.buffer
            assert isinstance(octets, io.BytesIO)
            self.dit[f"{' '.join(arguments)} : {nom}"] = octets.getvalue()
        assert fin.value.code in (0, 1, 3), (arguments, self.dit)

    def morceaux(self) -> Iterator[tuple[str, bytes]]:
        """Every text said and every part of every file, archives opened."""
        yield from self.dit.items()
        for chemin in sorted(self.dossier.rglob("*")):
            if chemin.is_file():
                nom = str(chemin.relative_to(self.dossier))
                yield nom, nom.encode() + chemin.read_bytes()
                if zipfile.is_zipfile(chemin):
                    with zipfile.ZipFile(chemin) as archive:
                        yield from ((f"{nom}!{partie}", archive.read(partie)) for partie in archive.namelist())


@pytest.fixture(scope="module")
def sorties(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sorties]:
    faites = Sorties(tmp_path_factory.mktemp("commune"))
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(faites.dossier)
        (faites.dossier / "recus").mkdir()
        ecrire_fiches(faites.dossier / "fiches.xlsx", marquer(generer(25, 7, ("rec", "handitorial"))))
        ecrire_fiches(faites.dossier / "erronees.xlsx", fautives())
        faites.lancer("agreger", "fiches.xlsx", "-o", "bilan.xlsx", "--a-completer", "reste.csv")
        faites.lancer("agreger", "fiches.xlsx", "-o", "bilan.xlsx", "--mettre-a-jour", "--ecarts", "ecarts.csv")
        for nom in ("bilan", "fiches", "erronees"):
            faites.lancer("controler", f"{nom}.xlsx", "--html", f"{nom}.html", "--json", f"{nom}.json")
        faites.lancer("exporter", "bilan.xlsx", "-o", "recus/bilan.txt")
        faites.lancer("exporter", "bilan.xlsx", "-o", "recus/bilan-reponses.json")
        suite = ("--avec-handicap", "--rares", "rares.csv", "--correspondance", "correspondance.csv")
        faites.lancer("anonymiser", "fiches.xlsx", "-o", "copie.xlsx", *suite)
        yield faites


def fuites(morceaux: Iterator[tuple[str, bytes]]) -> set[str]:
    return {nom for nom, octets in morceaux if any(marque in octets for marque in MARQUES)}


def test_the_search_finds_what_is_there(sorties: Sorties) -> None:
    trouves = {nom.partition("!")[0] for nom in fuites(sorties.morceaux())}
    assert trouves >= set(GARDES)


def test_every_command_wrote_its_files(sorties: Sorties) -> None:
    noms = {chemin.name for chemin in sorties.dossier.rglob("*")}
    attendus = {"bilan.xlsx", "reste.csv", "ecarts.csv", "bilan.html", "bilan.json", "fiches.html", "fiches.json"}
    assert noms >= attendus | {"erronees.html", "bilan.txt", "bilan-reponses.json", "copie.xlsx", "rares.csv"}


def test_no_output_holds_a_name_or_a_key(sorties: Sorties) -> None:
    trouves = fuites((nom, octets) for nom, octets in sorties.morceaux() if nom.partition("!")[0] not in GARDES)
    assert trouves == set()


_SUR_UNE_DATE = (1, 6, 9)
"""Shifts that bring the birth month in a column of days, where a report shows the date that it could not read."""


@pytest.mark.parametrize("pas", [1, 3, 6, 9])
def test_a_shifted_paste_shows_no_name_and_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pas: int) -> None:
    """Names fall in « Sexe », « Naissance », « Statut »…: the values are refused without being repeated."""
    monkeypatch.chdir(tmp_path)
    ecrire_fiches(tmp_path / "fiches.xlsx", marquer(generer(12, 8, ("rec",))))
    decaler(tmp_path / "fiches.xlsx", pas)
    faites = Sorties(tmp_path)
    faites.lancer("controler", "fiches.xlsx", "--html", "f.html", "--json", "f.json")
    dit = b"".join(octets for nom, octets in faites.morceaux() if not nom.startswith("fiches.xlsx"))
    assert "FICHES-" in dit.decode()
    if pas > 1:
        assert "caractères" in dit.decode()
    for marque in MARQUES:
        assert marque not in dit
    assert (b"03/1971" in dit) is (pas in _SUR_UNE_DATE)


def test_sheets_sent_by_mistake_leave_no_trace_in_a_batch(sorties: Sorties, monkeypatch: pytest.MonkeyPatch) -> None:
    """The centre de gestion receives agent sheets in the place of a bilan: neither results nor database keep a name."""
    monkeypatch.chdir(sorties.dossier)
    recu = sorties.dossier / "recus" / "fiches.xlsx"
    recu.write_bytes((sorties.dossier / "erronees.xlsx").read_bytes())
    sorties.lancer("lot", "recus", "-o", "resultats", "--travailleurs", "1")
    resultats = Sorties(sorties.dossier / "resultats", {nom: one for nom, one in sorties.dit.items() if "lot" in nom})
    assert any(sorties.dossier.joinpath("resultats").rglob("*.html"))
    assert fuites(resultats.morceaux()) == set()
