"""What `bilan-social importer` does with a workbook of agent sheets: the same sheets in a new, ordinary workbook."""

from __future__ import annotations

from pathlib import Path

from processors.agents.ecriture import ecrire_fiches
from processors.agents.lecture import lire_fiches
from processors.cli.files import replacing, require_writable
from processors.cli.terminal import OK, REFUSED, TO_CORRECT, CommandError, quoted, say, warn, working
from processors.findings import Severity
from processors.report.mots import pluriel


def import_sheets(source: Path, target: Path, partial: bool, overwrite: bool) -> int:
    """Write the sheets of `source` at `target`, without macros; return the exit code.

    Raise CommandError when the file cannot be read, or one of its cells, unless `partial`.
    """
    require_writable(target, overwrite, (".xlsx",))
    with working(f"Production de {target.name}…"):
        donnees, findings = lire_fiches(source)
        if donnees is None:
            raise CommandError(f"Rien n’a été écrit\u00a0: {quoted(source.name)} n’a pas pu être lu.", REFUSED)
        refused = [found for found in findings if found.severity is Severity.BLOQUANT]
        if refused and not partial:
            raise CommandError(
                f"Rien n’a été écrit\u00a0: des cellules de {quoted(source.name)} sont illisibles. "
                f"{refused[0].message} La commande «\u00a0bilan-social controler\u00a0» les montre toutes\u00a0; "
                "--partiel continue sans elles.",
                TO_CORRECT,
            )
        with replacing(target) as draft:
            ecrire_fiches(draft, donnees)
    lines = sum(len(frame) for frame in donnees.feuilles.values())
    say(f"Classeur écrit\u00a0: {target} ({pluriel(lines, 'ligne', 'lignes')})")
    if refused:
        warn("Conversion partielle\u00a0: les cellules illisibles n’ont pas été reprises.")
    return TO_CORRECT if refused else OK
