"""What a migration leaves to the user, as the « À reprendre » sheet shows it."""

from __future__ import annotations

from processors.libelles import MASKED, NOWHERE, is_personal, nommer
from processors.migration.application import Migre
from processors.migration.journal import texte
from processors.migration.registre import UNREAD, Ligne, Nature, exact
from workbook_templates.rework_lines import Rework

_LONGEST = 300
SHARE, CHECK, DECIDE, TYPE_AGAIN = "Répartir la valeur", "Vérifier, puis saisir", "Décider", "Saisir de nouveau"


def a_reprendre(migre: Migre) -> list[Rework]:
    """The lines to take up again, in the order of the old form.

    A text typed beside the tables is only in the journal: no cell awaits it.
    """
    return [_item(migre, ligne) for ligne in migre.a_reprendre if ligne.source or exact(ligne.valeur) is not None]


def dans_le_journal(migre: Migre) -> int:
    """How many contents ask something and stand in no cell that awaits them: the journal alone has them."""
    return len([ligne for ligne in migre.a_reprendre if ligne.nature is Nature.REPONSE]) - len(a_reprendre(migre))


def _item(migre: Migre, ligne: Ligne) -> Rework:
    source = migre.source.questionnaire
    value = MASKED if is_personal(source, ligne.source) else texte(source, ligne.source, ligne.valeur)
    place = ligne.lieu
    return Rework(
        task=_task(ligne),
        variables=ligne.cibles,
        label=nommer(source, ligne.source) if ligne.source else "valeur hors des tableaux",
        value=value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…",
        where=f"{place.sheet} {place.address}" if place != NOWHERE else ligne.source,
        why=ligne.motif,
    )


def _task(ligne: Ligne) -> str:
    if ligne.sort in UNREAD:
        return TYPE_AGAIN
    if len(ligne.cibles) > 1:
        return SHARE
    return CHECK if ligne.cibles else DECIDE
