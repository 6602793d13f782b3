"""The `bilan-social` command: a thin face over the rest. Heavy modules are imported by the command that needs them.

Exit codes: 0 accepted, 1 anomalies to correct, 2 wrong usage, 3 unreadable or refused file, 4 internal error.
"""

from __future__ import annotations

import sys
import traceback
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from processors.cli.app import app, command
from processors.cli.faults import declaration_fault
from processors.cli.files import make_empty_folder, replacing, require_apart, require_file, require_writable, write
from processors.cli.french import DEBUG, explain
from processors.cli.options import (
    Agents,
    AnnotatedCopy,
    CsvFile,
    Exchange,
    Folder,
    HtmlReport,
    InputFile,
    InputFiles,
    JsonFile,
    JsonReport,
    Modules,
    Name,
    Overwrite,
    Partial,
    Printable,
    QuestionnaireName,
    Seed,
    Siret,
    Template,
    Variant,
    Waivers,
    Workbook,
    Workbooks,
)
from processors.cli.terminal import (
    INTERNAL,
    INTERRUPTED,
    OK,
    USAGE,
    CommandError,
    prepare_streams,
    print_data,
    say,
    warn,
    working,
)

if TYPE_CHECKING:
    from processors.control import Checked

__all__ = ["app", "main"]


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        say(f"bilan-social {version('bilan-social')}")
        raise typer.Exit(OK)


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Affiche la version de bilan-social.")
    ] = False,
) -> None:
    """Bilan social des collectivités\u00a0: produire le classeur, le contrôler, l’échanger."""


@command(
    "modele",
    "rec2019 -o bilan.xlsx",
    'rec2019 -o bilan.xlsx --modules rec,rassct --siret 21990001600011 --nom "Commune d’Essai"',
    "rec2019 --variante complement -o bilan.xlsm",
    "fiches -o fiches.xlsx",
    "fiches --imprimable -o fiches-papier.xlsx",
)
def modele(
    questionnaire: QuestionnaireName,
    sortie: Template,
    modules: Modules = None,
    variante: Variant = None,
    siret: Siret = "",
    nom: Name = "",
    imprimable: Printable = False,
    ecraser: Overwrite = False,
) -> None:
    """Produit le classeur vierge à remplir."""
    require_writable(sortie, ecraser, (".xlsm",) if variante else (".xlsx",))
    if questionnaire.lower() == "fiches":
        from processors.cli.modele import modele_fiches

        modele_fiches(sortie, modules, siret, nom, variante, imprimable=imprimable)
        return
    if imprimable:
        raise CommandError("L’option --imprimable ne vaut que pour les fiches\u00a0: bilan-social modele fiches.")
    from processors.cli import conversion
    from processors.cli.variants import variant

    complement = variant(variante)
    identity = conversion.identity(siret, nom)
    with working("Production du classeur…"):
        declared = conversion.questionnaire(questionnaire)
        chosen = conversion.modules(declared, modules)
        conversion.build_workbook(sortie, declared, chosen, identity, complement=complement)
    say(f"Classeur écrit\u00a0: {sortie}")


@command("exemple", "rec2019 --graine 7 -o exemple.xlsx", "fiches --agents 50 --graine 1 -o fiches.xlsx")
def exemple(
    questionnaire: QuestionnaireName,
    sortie: Workbook,
    graine: Seed = 1,
    agents: Agents = None,
    modules: Modules = None,
    ecraser: Overwrite = False,
) -> None:
    """Produit un classeur rempli pour une collectivité imaginaire, avec des données fictives."""
    require_writable(sortie, ecraser, (".xlsx",))
    if questionnaire.lower() == "fiches":
        from processors.cli.exemple import exemple_fiches

        exemple_fiches(sortie, graine, agents, modules)
        return
    if agents is not None:
        raise CommandError("L’option --agents ne vaut que pour les fiches\u00a0: bilan-social exemple fiches.")
    from processors.cli import conversion
    from processors.example import exemple as make

    with working("Invention d’une collectivité fictive…"):
        declared = conversion.questionnaire(questionnaire)
        chosen = conversion.modules(declared, modules)
        answers = make(declared, graine, chosen)
        conversion.build_workbook(sortie, declared, answers.modules, answers.values)
    say(f"Exemple fictif écrit\u00a0: {sortie} ({answers.name}, {conversion.counted(len(answers.values))})")


@command(
    "controler",
    "bilan.xlsx",
    "bilan.xlsx --html rapport.html --json rapport.json",
    "communes/*.xlsx --html rapports",
    "bilan.xlsx --annote bilan-annote.xlsx",
    "bilan.xlsx --derogations derogations.yaml",
)
def controler(
    fichiers: InputFiles,
    html: HtmlReport = None,
    json: JsonReport = None,
    annote: AnnotatedCopy = None,
    derogations: Waivers = None,
) -> None:
    """Contrôle un ou plusieurs fichiers et explique chaque anomalie.

    --html et --json remplacent un rapport précédent, jamais un autre fichier. Quand il y a plusieurs bilans (plusieurs
    fichiers, ou un txt groupé), les rapports suivants sont numérotés\u00a0: rapport.html, rapport-2.html… Si l’option
    désigne un dossier qui existe, chaque rapport y prend le nom de son fichier. --annote ne remplace aucun fichier.
    """
    from processors.cli import reports as reporting

    paths = reporting.expand(fichiers)
    require_apart((*paths, derogations), (html, json, annote))
    reports = reporting.Reports(html, json, annote)
    waivers = reporting.waivers(derogations)
    checked: list[Checked] = []
    codes = []
    for path in paths:
        try:
            checked += reporting.run(path, reports, waivers)
        except CommandError as error:  # the other files are checked all the same
            warn(str(error), "red")
            codes.append(error.code)
    if len(checked) + len(codes) > 1:
        say(reporting.summary(checked, len(codes)))
    raise typer.Exit(max(codes + [reporting.exit_code([one]) for one in checked]))


@command("exporter", "bilan.xlsx -o bilan.txt", "bilan.xlsx -o bilan.json")
def exporter(
    fichier: InputFile,
    sortie: Exchange,
    partiel: Partial = False,
    ecraser: Overwrite = False,
) -> None:
    """Convertit un classeur rempli en fichier d’échange .txt ou en document .json.

    Rien n’est écrit si une valeur du classeur est illisible ou refusée, sauf avec --partiel.
    """
    require_apart((fichier,), (sortie,))
    require_writable(sortie, ecraser, (".txt", ".json"))
    require_file(fichier)
    from processors.cli import conversion
    from processors.cli.reports import check_file, tell_left_behind

    checked = check_file(fichier, "Lecture")
    conversion.require_complete(fichier, checked, partiel)
    write(sortie, conversion.exported(checked, sortie.suffix.lower()))
    say(f"Export écrit\u00a0: {sortie} ({conversion.counted(sum(len(one.usable().values) for one in checked))})")
    for one in checked:
        tell_left_behind(one, sortie)
    raise typer.Exit(conversion.concluded(checked))


@command("importer", "bilan.txt -o bilan.xlsx", "groupe.txt -o communes", "abime.xlsx -o repare.xlsx")
def importer(
    fichier: InputFile,
    sortie: Workbooks,
    partiel: Partial = False,
    ecraser: Overwrite = False,
) -> None:
    """Remplit un classeur neuf à partir d’un fichier .txt, d’un document .json ou d’un classeur abîmé.

    Rien n’est écrit si une valeur est illisible ou refusée, sauf avec --partiel. Un txt groupé donne un classeur par
    collectivité, dans un dossier créé au besoin.
    """
    require_file(fichier)
    require_apart((fichier,), (sortie,))
    if sortie.suffix and not sortie.is_dir():
        require_writable(sortie, ecraser, (".xlsx",))
    from processors.cli import conversion
    from processors.cli.reports import check_file, tell_carried

    checked = check_file(fichier, "Lecture")
    if conversion.are_sheets(checked):
        from processors.cli.fiches_import import import_sheets

        raise typer.Exit(import_sheets(fichier, sortie, partiel, ecraser))
    conversion.require_complete(fichier, checked, partiel)
    for one, target in zip(checked, conversion.targets(checked, fichier, sortie, ecraser), strict=True):
        answers = one.usable()
        with working(f"Production de {target.name}…"):
            told = answers.justifications
            conversion.build_workbook(
                target, answers.questionnaire, answers.modules, answers.values, told, carried=one.supplement
            )
        say(f"Classeur écrit\u00a0: {target} ({conversion.counted(len(answers.values))})")
        tell_carried(one)
    raise typer.Exit(conversion.concluded(checked))


@command("dictionnaire", "rec2019 -o dictionnaire.csv", "rec2019 -o dictionnaire.xlsx")
def dictionnaire(
    questionnaire: QuestionnaireName,
    sortie: CsvFile = None,
    ecraser: Overwrite = False,
) -> None:
    """Liste toutes les variables\u00a0: code, libellés, type, unité, calcul, feuille et cellule."""
    if sortie is not None:
        require_writable(sortie, ecraser, (".csv", ".xlsx"))
    from processors.cli.conversion import questionnaire as declared
    from processors.dictionary import dictionary_csv, dictionary_workbook

    with working("Production du dictionnaire…"):
        known = declared(questionnaire)
        if sortie is not None and sortie.suffix.lower() == ".xlsx":
            with replacing(sortie) as draft:
                dictionary_workbook(known, draft)
            say(f"Fichier écrit\u00a0: {sortie}")
            return
        text = dictionary_csv(known)
    _print_or_write(text, sortie, "utf-8-sig")


@command("schema", "rec2019 -o reponses.schema.json")
def schema(
    questionnaire: QuestionnaireName,
    sortie: JsonFile = None,
    ecraser: Overwrite = False,
) -> None:
    """Donne le schéma JSON (2020-12) des documents de réponses, pour les éditeurs de logiciels."""
    if sortie is not None:
        require_writable(sortie, ecraser, (".json",))
    from processors.cli.conversion import questionnaire as declared
    from schemas.json_schema import json_schema_text

    _print_or_write(json_schema_text(declared(questionnaire)), sortie, "utf-8")


def _print_or_write(text: str, path: Path | None, encoding: str) -> None:
    if path is None:
        print_data(text)
    else:
        write(path, text.encode(encoding))
        say(f"Fichier écrit\u00a0: {path}")


@command("demo", "", "mon-essai")
def demo(
    dossier: Folder = Path("demo-bilan-social"),
) -> None:
    """Fait tout le voyage sur une collectivité fictive\u00a0: modèle, saisie, contrôle, txt, et retour."""
    make_empty_folder(dossier)
    with working("Préparation…"):
        from processors.demo import run
    raise typer.Exit(OK if run(dossier) else INTERNAL)


for _added in entry_points(group="bilan_social.commandes"):  # commands of packages that stand above this one
    command(_added.name)(_added.load())

for _theme in (
    "campagne",
    "lot",
    "fiches",
    "anonymiser",
    "reconduction",
    "migration",
    "regroupement",
    "versions",
    "verification",
):
    import_module(f"processors.cli.{_theme}")  # their commands come after those above


def main() -> None:
    """Entry point: messages in French, no traceback unless `--debug`."""
    prepare_streams()
    arguments = [argument for argument in sys.argv[1:] if argument != DEBUG[0]]
    try:
        sys.exit(app(arguments, prog_name="bilan-social", standalone_mode=False) or OK)
    except CommandError as error:
        warn(str(error), "red")
        sys.exit(error.code)
    except (KeyboardInterrupt, typer.Abort):
        warn("Interrompu.")
        sys.exit(INTERRUPTED)
    except Exception as error:
        if (message := explain(error)) is not None:
            warn(message, "")
            sys.exit(USAGE)
        if (fault := declaration_fault(error)) and DEBUG[0] not in sys.argv:
            warn(fault, "red")
            sys.exit(INTERNAL)
        if DEBUG[0] in sys.argv:
            traceback.print_exc()
        else:
            warn(f"Erreur inattendue ({type(error).__name__}). Relancez avec --debug pour le détail.", "red")
        sys.exit(INTERNAL)


if __name__ == "__main__":
    main()
