"""The arguments and options of the commands, with their help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def _argument(metavar: str, words: str) -> Any:
    # readable=False: typer refuses an unreadable file in English and as a wrong usage; the commands do better.
    return typer.Argument(metavar=metavar, help=words, readable=False)


def _output(words: str, *names: str, metavar: str = "FICHIER") -> Any:
    return typer.Option(*(names or ("-o", "--sortie")), metavar=metavar, help=words, readable=False)


_FILE = "Classeur rempli, fichier .txt ou document .json."
_SCREEN = "à écrire\u00a0; sans cette option, à l’écran."

QuestionnaireName = Annotated[
    str, typer.Argument(metavar="QUESTIONNAIRE", help="Nom du questionnaire, par exemple rec2019.")
]
InputFile = Annotated[Path, _argument("FICHIER", _FILE)]
InputFiles = Annotated[list[Path], _argument("FICHIER", _FILE)]
Folder = Annotated[Path, _argument("DOSSIER", "Dossier vide, créé au besoin.")]

Workbook = Annotated[Path, _output("Classeur .xlsx à écrire.")]
Template = Annotated[Path, _output("Classeur .xlsx à écrire\u00a0; .xlsm avec --variante.")]
Exchange = Annotated[Path, _output("Fichier .txt ou document .json à écrire.")]
Workbooks = Annotated[
    Path, _output("Classeur .xlsx à écrire\u00a0; un dossier pour un txt groupé.", metavar="CLASSEUR")
]
CsvFile = Annotated[Path | None, _output(f"Fichier .csv ou .xlsx {_SCREEN}")]
JsonFile = Annotated[Path | None, _output(f"Fichier .json {_SCREEN}")]
HtmlReport = Annotated[Path | None, _output("Écrit le rapport à lire et à imprimer.", "--html")]
JsonReport = Annotated[Path | None, _output("Écrit le rapport pour les machines.", "--json")]
AnnotatedCopy = Annotated[
    Path | None, _output("Écrit une copie du classeur, chaque anomalie marquée sur ses cellules.", "--annote")
]
Waivers = Annotated[
    Path | None, _output("Fichier YAML des contrôles écartés ou atténués par le centre de gestion.", "--derogations")
]
Overwrite = Annotated[bool, typer.Option("--ecraser", help="Remplace le fichier s’il existe déjà.")]

Partial = Annotated[
    bool, typer.Option("--partiel", help="Continue sans les valeurs illisibles ou refusées, au lieu de s’arrêter.")
]
Variant = Annotated[
    str | None,
    typer.Option(
        "--variante",
        metavar="NOM",
        help="complement\u00a0: classeur .xlsm dont les totaux appellent les fonctions du complément Excel.",
    ),
]
Modules = Annotated[
    str | None,
    typer.Option(
        "--modules",
        metavar="LISTE",
        help="Modules, séparés par des virgules\u00a0: rec, rassct, handitorial, gpeec. Sans cette option\u00a0: rec.",
    ),
]
Seed = Annotated[
    int, typer.Option("--graine", metavar="N", min=0, help="Un nombre\u00a0: le même donne le même exemple.")
]
Agents = Annotated[
    int | None,
    typer.Option("--agents", metavar="N", min=1, max=50_000, help="Nombre d’agents des fiches fictives (50 sinon)."),
]
Siret = Annotated[
    str, typer.Option("--siret", metavar="SIRET", help="SIRET de la collectivité, inscrit dans le classeur.")
]
Name = Annotated[str, typer.Option("--nom", metavar="NOM", help="Nom de la collectivité, inscrit dans le classeur.")]
Printable = Annotated[
    bool,
    typer.Option("--imprimable", help="Fiches\u00a0: les deux fiches préparatoires à imprimer et à remplir à la main."),
]
