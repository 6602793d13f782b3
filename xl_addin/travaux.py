"""What the buttons of the workbook do, on files: check, export, import. No Excel here.

Nothing is ever overwritten: a name already taken gets a number. What goes wrong is a `CommandError`, in French, or an
`OSError`. Nothing is written on the terminal: on Mac, xlwings shows it as an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from processors.cli import conversion
from processors.cli.files import require_file, write
from processors.cli.terminal import TO_CORRECT, CommandError, quoted
from processors.control import Checked, check, report
from processors.findings import Severity, Verdict
from processors.report import html_rapport
from processors.report.mots import pluriel
from xl_addin.variante import complement

_VERDICTS = {
    Verdict.ACCEPTE: "Bilan accepté",
    Verdict.ACCEPTE_AVEC_ALERTES: "Bilan accepté avec alertes",
    Verdict.A_CORRIGER: "Bilan à corriger",
    Verdict.REJETE: "Bilan rejeté",
}


@dataclass(frozen=True, slots=True)
class Travail:
    """What a button tells, and the file that it wrote."""

    message: str
    fichier: Path


def controler(classeur: Path) -> Travail:
    """Check a saved workbook, of a report or of agent sheets, and write its report beside it, as a web page."""
    controle = _seul(classeur, fiches=True)
    page = libre(classeur.with_name(f"{classeur.stem}-controle.html"))
    write(page, html_rapport(report(classeur, controle, date.today())).encode())
    graves = sum(trouve.severity is not Severity.INFORMATION for trouve in controle.findings)
    suite = pluriel(graves, "anomalie", "anomalies") if graves else "rien à corriger"
    return Travail(f"{_VERDICTS[controle.verdict]}\u00a0: {suite}. Rapport\u00a0: {page.name}", page)


def exporter(classeur: Path) -> Travail:
    """Write the exchange file of a saved workbook beside it."""
    controle = _seul(classeur)
    _exiger_complet(classeur, controle)
    sortie = libre(classeur.with_suffix(".txt"))
    write(sortie, conversion.exported([controle], ".txt"))
    compte = conversion.counted(len(controle.usable().values))
    reste = "" if controle.verdict in (Verdict.ACCEPTE, Verdict.ACCEPTE_AVEC_ALERTES) else _A_CORRIGER
    return Travail(f"Fichier écrit\u00a0: {sortie.name} ({compte}).{reste}", sortie)


_A_CORRIGER = " Ce bilan a des anomalies à corriger\u00a0: le bouton «\u00a0Contrôler\u00a0» les explique."


def importer(source: Path, dossier: Path) -> Travail:
    """Write in a folder a new workbook with the add-in, filled with the answers of an exchange file."""
    controle = _seul(source)
    _exiger_complet(source, controle)
    reponses = controle.usable()
    sortie = libre(dossier / f"{source.stem}.xlsm")
    conversion.build_workbook(
        sortie,
        reponses.questionnaire,
        reponses.modules,
        dict(reponses.values),
        reponses.justifications,
        complement=complement(),
    )
    return Travail(f"Classeur écrit\u00a0: {sortie.name} ({conversion.counted(len(reponses.values))}).", sortie)


def libre(chemin: Path) -> Path:
    """The path itself, or the first numbered one that no file has."""
    if not chemin.exists():
        return chemin
    noms = (chemin.with_stem(f"{chemin.stem}-{rang}") for rang in count(2))
    return next(nom for nom in noms if not nom.exists())


def _seul(fichier: Path, *, fiches: bool = False) -> Checked:
    require_file(fichier)
    controles = check(fichier, agents=fiches)
    if len(controles) != 1:
        raise CommandError(
            f"{quoted(fichier.name)} contient {len(controles)} bilans\u00a0: la commande "
            "«\u00a0bilan-social importer\u00a0» en fait autant de classeurs."
        )
    return controles[0]


def _exiger_complet(fichier: Path, controle: Checked) -> None:
    if controle.answers is None:
        graves = [trouve for trouve in controle.findings if trouve.severity is Severity.BLOQUANT]
        motif = f"{graves[0].message} {graves[0].remedy}" if graves else ""
        raise CommandError(f"Rien n’a été écrit\u00a0: {quoted(fichier.name)} n’a pas pu être lu. {motif}".rstrip())
    if not controle.complete:
        raise CommandError(
            f"Rien n’a été écrit\u00a0: des valeurs de {quoted(fichier.name)} sont illisibles ou refusées. "
            "Le bouton «\u00a0Contrôler\u00a0», ou la commande du même nom, dit lesquelles.",
            TO_CORRECT,
        )
