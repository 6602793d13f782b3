"""The reports that `controler` shows and writes, for one file or for several."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from glob import has_magic
from pathlib import Path

from processors.cli.files import replacing, require_file, require_new, require_report_place, write
from processors.cli.terminal import OK, REFUSED, TO_CORRECT, CommandError, console, quoted, reason, say, warn, working
from processors.coherence import Derogation, DerogationError, lire_derogations
from processors.control import Checked, annotate, check, report
from processors.findings import Verdict
from processors.report import afficher, html_rapport, json_rapport
from processors.report.mots import pluriel

_TRANSIENT = ("~$", ".")
"""How the names of the files begin that a spreadsheet leaves beside an open workbook."""

_HTML, _JSON, _XLSX = (".html", ".htm"), (".json",), (".xlsx",)
_WORDS = {
    Verdict.ACCEPTE: ("accepté", "acceptés"),
    Verdict.ACCEPTE_AVEC_ALERTES: ("accepté avec alertes", "acceptés avec alertes"),
    Verdict.A_CORRIGER: ("à corriger", "à corriger"),
    Verdict.REJETE: ("rejeté", "rejetés"),
}


@dataclass
class Reports:
    """Where reports go, as asked on the command line; remembers the names it gave."""

    html: Path | None = None
    json: Path | None = None
    annote: Path | None = None
    shown: int = 0
    _given: set[Path] = field(default_factory=set)

    def __post_init__(self) -> None:
        for path, suffixes in ((self.html, _HTML), (self.json, _JSON)):
            if path is not None and not path.is_dir():
                require_report_place(path, suffixes)
        if self.annote is not None and not self.annote.is_dir():
            require_new(self.annote, _XLSX)

    @property
    def wanted(self) -> bool:
        return any(path is not None for path in (self.html, self.json, self.annote))

    def place(self, asked: Path, source: Path, suffixes: tuple[str, ...]) -> Path:
        """A name not given yet: the one asked, or that of the file in the folder asked, numbered when taken."""
        first = asked / f"{source.stem}{suffixes[0]}" if asked.is_dir() else asked
        path, rank = first, 1
        while path in self._given:
            rank += 1
            path = first.with_stem(f"{first.stem}-{rank}")
        self._given.add(path)
        (require_new if suffixes is _XLSX else require_report_place)(path, suffixes)
        return path


def expand(paths: Iterable[Path]) -> list[Path]:
    """The files to check; a pattern that the shell left as it is (Windows) becomes the files that it names."""
    found: list[Path] = []
    for path in paths:
        if path.exists() or not has_magic(path.name):
            found.append(path)
        elif matches := sorted(one for one in path.parent.glob(path.name) if not one.name.startswith(_TRANSIENT)):
            found += matches
        else:
            raise CommandError(f"Aucun fichier ne répond à {quoted(path)}.", REFUSED)
    return found


def waivers(path: Path | None) -> tuple[Derogation, ...]:
    """The waivers of a file, none without file. Raise CommandError when it cannot be used."""
    try:
        return lire_derogations(path) if path else ()
    except DerogationError as error:
        raise CommandError(str(error)) from error


def check_file(
    path: Path, doing: str, derogations: Sequence[Derogation] = (), *, agents: bool = False
) -> list[Checked]:
    """Check every report of a file (and agent sheets, with `agents`), telling so.

    Raise CommandError when the system refuses to read it.
    """
    with working(f"{doing} de {path.name}…"):
        try:
            return check(path, derogations, agents=agents)
        except OSError as error:
            raise CommandError(f"Impossible de lire {quoted(path)}\u00a0: {reason(error)}.", REFUSED) from error


def exit_code(checked: Iterable[Checked]) -> int:
    """Exit code that follows from the worst verdict."""
    codes = {Verdict.REJETE: REFUSED, Verdict.A_CORRIGER: TO_CORRECT}
    return max((codes.get(one.verdict, OK) for one in checked), default=REFUSED)


def run(path: Path, reports: Reports, derogations: Sequence[Derogation] = ()) -> list[Checked]:
    """Check a file and show its reports. Raise CommandError when it cannot be read, or a report not be written."""
    if not reports.wanted:
        require_file(path)
    checked = check_file(path, "Contrôle", derogations, agents=True)
    for one in checked:
        show(path, one, reports)
    return checked


def show(path: Path, checked: Checked, reports: Reports) -> None:
    """Show the report of one file on the terminal, and write it where it was asked."""
    try:
        rapport = report(path, checked, date.today())
    except OSError as error:
        raise CommandError(f"Impossible de lire {quoted(path)}\u00a0: {reason(error)}.", REFUSED) from error
    if reports.shown:
        say("")
    reports.shown += 1
    afficher(rapport, console())
    if reports.html is not None:
        _keep(reports.place(reports.html, path, _HTML), html_rapport(rapport))
    if reports.json is not None:
        text = json.dumps(json_rapport(rapport), ensure_ascii=False, indent=1)
        _keep(reports.place(reports.json, path, _JSON), text + "\n")
    if reports.annote is not None:
        _annotate(reports.annote, path, checked, reports)


def _annotate(asked: Path, source: Path, checked: Checked, reports: Reports) -> None:
    """Write the annotated copy; a file that was refused whole has none."""
    if checked.agents is not None:
        say("Pas de copie annotée\u00a0: les fiches n’en ont pas, le rapport donne la feuille et la ligne.")
        return
    if checked.answers is None:
        say("Pas de copie annotée\u00a0: le fichier n’a pas pu être lu.")
        return
    target = reports.place(asked, source.with_stem(f"{source.stem}-annote"), _XLSX)
    with working("Copie annotée…"), replacing(target) as draft:
        annotate(draft, checked)
    say(f"Copie annotée écrite\u00a0: {target}")
    tell_carried(checked)


def tell_carried(checked: Checked) -> None:
    """Say what a workbook carried beside its answers, and what of it is not written again."""
    supplement = checked.supplement
    if supplement.rework:
        left = sum(1 for item in supplement.rework if not item.done)
        count = pluriel(left, "valeur reste", "valeurs restent")
        say(f"Feuille «\u00a0À reprendre\u00a0» conservée\u00a0: {count} à faire sur {len(supplement.rework)}.")
    if (previous := supplement.previous) is not None:
        lost = "" if previous.texts else "\u00a0; ses réponses en toutes lettres ne s’y affichent plus"
        kept = "Réponses" if previous.texts else "Chiffres"
        words = "conservées" if previous.texts else "conservés"
        say(f"{kept} du bilan {previous.year} {words} à côté des cellules{lost}.")


def tell_left_behind(checked: Checked, target: Path) -> None:
    """Say what a workbook carries beside its answers, and that an exchange file does not hold."""
    supplement, suffix = checked.supplement, target.suffix.lower()
    if left := sum(not item.done for item in supplement.rework):
        count = pluriel(left, "valeur reste à reprendre", "valeurs restent à reprendre")
        warn(
            f"{count} dans la feuille «\u00a0À reprendre\u00a0» (sur {len(supplement.rework)})\u00a0: un fichier "
            f"{suffix} ne la contient pas. Répondez d’abord dans les cellules, ou gardez ce classeur."
        )
    if supplement.previous is not None:
        warn(
            f"Les réponses du bilan {supplement.previous.year}, affichées à côté des cellules, ne sont pas dans un "
            f"fichier {suffix}\u00a0: gardez ce classeur pour continuer la saisie."
        )


def _keep(path: Path, text: str) -> None:
    write(path, text.encode())
    say(f"Rapport écrit\u00a0: {path}")


def summary(checked: Iterable[Checked], unread: int) -> str:
    """How many reports were checked, by verdict, the best first; `unread` files had none."""
    counts = Counter(one.verdict for one in checked)
    parts = [pluriel(counts[verdict], *words) for verdict, words in _WORDS.items() if counts[verdict]]
    if unread:
        parts.append(pluriel(unread, "fichier non lu", "fichiers non lus"))
    return f"\n{pluriel(counts.total(), 'bilan contrôlé', 'bilans contrôlés')}\u00a0: {', '.join(parts)}."
