"""The variants of the blank workbooks, which packages above this one declare by an entry point."""

from __future__ import annotations

from importlib.metadata import entry_points

from processors.cli.terminal import CommandError, quoted
from workbook_templates.complement import Complement


def variant(name: str | None) -> Complement | None:
    """What a variant adds to a workbook, None for the ordinary one.

    Raise CommandError for an unknown variant, or one whose library is not installed.
    """
    if name is None:
        return None
    known = {found.name: found for found in entry_points(group="bilan_social.variantes")}
    if name.lower() not in known:
        names = ", ".join(sorted(known)) or "aucune, car bilan-social est mal installé"
        raise CommandError(f"Variante inconnue\u00a0: {quoted(name)}. Variantes livrées\u00a0: {names}.")
    made: Complement = known[name.lower()].load()()
    return made
