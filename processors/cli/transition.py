"""What the commands do that take a report from one edition, or from one year, to another."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import schemas
from processors.cli.conversion import counted, questionnaire, require_complete
from processors.cli.files import replacing, require_apart, require_file, require_writable
from processors.cli.reports import check_file, exit_code, tell_carried
from processors.cli.terminal import INTERNAL, OK, REFUSED, TO_CORRECT, CommandError, say, warn, working
from processors.control import Checked, check_source
from processors.migration import Migre, Sort, migrer
from processors.migration.a_reprendre import a_reprendre, dans_le_journal
from processors.migration.html import journal_html
from processors.migration.journal import journal_csv
from processors.migration.registre import comptes
from processors.migration.supplement import transposer
from processors.report.mots import pluriel
from processors.reprise.nouveau import nouveau
from processors.sources import Source
from schemas.migration import Edition, Migration, NoPath, path
from schemas.model import Questionnaire
from schemas.plan import Value
from workbook_templates.builder import build
from workbook_templates.supplement import Supplement

_XLSX, _CSV, _HTML = (".xlsx",), (".csv",), (".html", ".htm")
_WORDS = {
    Sort.CONSERVEE: ("conservée", "conservées"),
    Sort.RENOMMEE: ("renommée", "renommées"),
    Sort.DEPLACEE: ("déplacée", "déplacées"),
    Sort.ADDITIONNEE: ("additionnée", "additionnées"),
    Sort.ABANDONNEE: ("abandonnée", "abandonnées"),
    Sort.A_DECIDER: ("à décider", "à décider"),
    Sort.NON_LUE: ("non lue", "non lues"),
    Sort.NON_REPRISE: ("cellule hors du questionnaire non reprise", "cellules hors du questionnaire non reprises"),
}


@dataclass(frozen=True)
class Files:
    """The files of a transition: the one to read, those to write."""

    source: Path
    workbook: Path
    journal: Path | None = None
    html: Path | None = None
    mapping: Path | None = None

    def require(self, overwrite: bool) -> None:
        """Refuse what cannot be read or written before any work. Raise CommandError."""
        wanted = ((self.workbook, _XLSX), (self.journal, _CSV), (self.html, _HTML))
        written = [(file, suffixes) for file, suffixes in wanted if file is not None]
        require_apart((self.source, self.mapping), (file for file, _ in written))
        for file, suffixes in written:
            require_writable(file, overwrite, suffixes)
        require_file(self.source)


def target_of(name: str | None, source: Questionnaire) -> Questionnaire:
    """The edition to reach: the one named, else the newest of the family. Raise CommandError for an unknown one."""
    return questionnaire(name) if name else schemas.questionnaire(schemas.latest(source.family))


def require_new_year(source: Questionnaire, target: Questionnaire, same_year: bool) -> None:
    """Refuse a new workbook that is of no later year than the report it starts from. Raise CommandError.

    `same_year`: the user asks for one of the same year, and is only told what it is.
    """
    if target.year > source.year:
        return
    if target.year < source.year or not same_year:
        advice = (
            f"Pour le même bilan {source.year}, commencé de nouveau\u00a0: --meme-annee. Pour le faire passer à la "
            "version actuelle\u00a0: «\u00a0bilan-social migrer\u00a0»."
        )
        raise CommandError(
            f"Le nouveau classeur serait celui de {target.year}, et ce bilan est déjà celui de {source.year}\u00a0: "
            f"ce n’est pas une nouvelle année. {advice if target.year == source.year else ''}".rstrip()
        )
    warn(
        f"Le nouveau classeur est de la même année que ce bilan ({source.year})\u00a0: les réponses affichées à côté "
        "des cellules sont celles de cette année."
    )


def read_one(file: Path, mapping: Path | None, partial: bool) -> Checked:
    """The one report of a file, complete unless `partial`. Raise CommandError."""
    checked = _mapped(file, mapping) if mapping is not None else check_file(file, "Lecture")
    if len(checked) > 1:
        raise CommandError(
            f"Ce fichier contient {len(checked)} bilans\u00a0: séparez-les d’abord avec "
            "«\u00a0bilan-social importer\u00a0», puis migrez chacun."
        )
    require_complete(file, checked, partial)
    return checked[0]


def _mapped(file: Path, mapping: Path) -> list[Checked]:
    from processors.mapping import MappingError, lire_correspondance, lire_par_correspondance

    require_file(mapping)
    try:
        declared = lire_correspondance(mapping)
    except MappingError as error:
        raise CommandError(str(error)) from error
    with working(f"Lecture de {file.name}…"):
        return [check_source(lire_par_correspondance(file, declared))]


def migrated(checked: Checked, target: Questionnaire) -> Migre:
    """The report in the edition `target`. Raise CommandError when no migration leads there."""
    answers = checked.usable()
    assert checked.answers is not None
    refused: dict[str | tuple[str, str], object] = {code: checked.answers.values[code] for code in checked.unusable}
    contents = {**checked.raw, **refused}
    way = _way(answers.questionnaire, target)
    migre = migrer(answers, way, target, contents, checked.reading, checked.pertes)
    if not migre.solde.clos:
        raise CommandError("Le compte des valeurs ne tombe pas juste\u00a0: rien n’a été écrit.", INTERNAL)
    return migre


def _way(source: Questionnaire, target: Questionnaire) -> Migration:
    try:
        return path(Edition.of(source), Edition.of(target))
    except NoPath as error:
        raise CommandError(
            f"Aucune migration ne mène de {source.id} (version {source.version}) à {target.id} "
            f"(version {target.version}).",
            REFUSED,
        ) from error


def run_migration(files: Files, checked: Checked, target: Questionnaire) -> int:
    """Write the new workbook and its journals, all or nothing; say what became of the answers. The exit code."""
    with working("Migration…"):
        migre = migrated(checked, target)
    with working(f"Production de {files.workbook.name}…"):
        write_all(files, migre, _kept(checked, migre))
    counts, missing = comptes(migre.journal), migre.solde.manquantes
    told = [pluriel(counts[sort], *words) for sort, words in _WORDS.items() if counts[sort]]
    told += [pluriel(missing, "manquante", "manquantes")] if missing else []
    say(f"Classeur écrit\u00a0: {files.workbook} ({counted(len(migre.answers.values))})")
    for journal in (files.journal, files.html):
        if journal is not None:
            say(f"Journal écrit\u00a0: {journal}")
    entered = migre.solde.entrees - counts[Sort.NON_REPRISE]
    say(f"{pluriel(entered, 'valeur', 'valeurs')} dans l’ancien fichier\u00a0: {', '.join(told) or 'aucune'}.")
    tell_carried(checked)
    _tell_left(migre)
    if not checked.complete:
        warn("Migration partielle\u00a0: le journal liste ce qui n’a pas été repris.")
    return max(_concluded(check_new(migre)), OK if checked.complete else TO_CORRECT)


def _tell_left(migre: Migre) -> None:
    """Say what is left to the user, as many lines as the sheet has."""
    if items := len(a_reprendre(migre)):
        words = ("valeur attend", "valeurs attendent")
        warn(f"{pluriel(items, *words)} une décision\u00a0: voir la feuille «\u00a0À reprendre\u00a0».")
    if others := dans_le_journal(migre):
        warn(f"{pluriel(others, 'contenu est', 'contenus sont')} seulement dans le journal.")


def _kept(checked: Checked, migre: Migre) -> Supplement:
    """What the old workbook carried beside its answers, then what the migration leaves to the user."""
    source = migre.source.questionnaire
    kept = transposer(checked.supplement, _way(source, migre.answers.questionnaire), source)
    return replace(kept, rework=(*kept.rework, *a_reprendre(migre)))


def write_all(files: Files, migre: Migre, supplement: Supplement | None = None) -> None:
    """Write the workbook and the journals that are asked, all or none. Raise CommandError.

    `supplement`: what stands beside the answers; without, what the migration leaves to the user.
    """
    answers = migre.answers
    with ExitStack() as stack:
        if files.journal is not None:
            stack.enter_context(replacing(files.journal)).write_bytes(journal_csv(migre))
        if files.html is not None:
            page = journal_html(migre, files.source.name, date.today().isoformat())
            stack.enter_context(replacing(files.html)).write_text(page, encoding="utf-8")
        draft = stack.enter_context(replacing(files.workbook))
        build(
            draft,
            answers.questionnaire,
            answers.modules,
            answers.values,
            justifications=answers.justifications,
            supplement=supplement or Supplement(a_reprendre(migre)),
        )


def check_new(migre: Migre) -> Checked:
    """The check of the new report."""
    return check_source(Source(migre.answers))


def _concluded(checked: Checked) -> int:
    code = exit_code([checked])
    if code:
        warn("Le nouveau bilan a des anomalies à corriger\u00a0: «\u00a0bilan-social controler\u00a0» les explique.")
    return code


def run_new_year(files: Files, checked: Checked, target: Questionnaire, modules: tuple[str, ...]) -> int:
    """Write the workbook of a new year that follows a report. The exit code."""
    with working("Reprise…"):
        migre = migrated(checked, target)
        started = nouveau(migre, modules)
    values: dict[str, Value] = started.answers.values
    with working(f"Production de {files.workbook.name}…"), replacing(files.workbook) as draft:
        build(draft, target, started.answers.modules, values, supplement=started.supplement)
    shown = len(started.previous.values)
    say(f"Classeur écrit\u00a0: {files.workbook} ({pluriel(len(values), 'réponse reprise', 'réponses reprises')})")
    say(f"{pluriel(shown, 'réponse', 'réponses')} du bilan {started.previous.year} s’affichent à côté des cellules.")
    if started.previous.carried:
        count = pluriel(len(started.previous.carried), "réponse reprise", "réponses reprises")
        warn(f"{count} à confirmer\u00a0: voir la feuille «\u00a0À reprendre\u00a0».")
    if not checked.complete:
        warn("Reprise partielle\u00a0: les valeurs illisibles ou refusées n’ont pas été reprises.")
    return OK if checked.complete else TO_CORRECT
