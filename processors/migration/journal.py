"""The journal of a migration, as texts: one line per value of the source. CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from processors.answers import split_variable
from processors.libelles import MASKED, NOWHERE, is_personal, nommer
from processors.migration.application import Migre
from processors.migration.registre import Ligne, Nature
from schemas.model import CODED, Questionnaire
from schemas.variables import cell_of
from workbook_templates.annotations import Position
from workbook_templates.layout import Layout

COLUMNS = (
    "nature",
    "devenir",
    "code d’origine",
    "libellé d’origine",
    "feuille d’origine",
    "cellule d’origine",
    "valeur",
    "code cible",
    "libellé cible",
    "feuille cible",
    "cellule cible",
    "valeur cible",
    "motif",
)
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First signs that a spreadsheet takes for a formula."""

_WHOLE = 10.0**15
"""Number under which a whole number is written with all its digits."""

_LABELS = 3
"""Labels of targets that are spelled out; the others are counted."""


@dataclass(frozen=True, slots=True)
class Ecrite:
    """A line of the journal as texts, in the order of `COLUMNS`."""

    nature: str
    devenir: str
    code: str
    libelle: str
    feuille: str
    cellule: str
    valeur: str
    code_cible: str
    libelle_cible: str
    feuille_cible: str
    cellule_cible: str
    valeur_cible: str
    motif: str


def lignes_ecrites(migre: Migre) -> Iterator[Ecrite]:
    """The lines of the journal as texts, in its order. Personal answers are masked."""
    return (ecrite(migre, ligne) for ligne in migre.journal)


def ecrite(migre: Migre, ligne: Ligne) -> Ecrite:
    """One line as texts."""
    source, cible = migre.source.questionnaire, migre.answers.questionnaire
    answer = ligne.nature is Nature.REPONSE
    personal = answer and is_personal(source, ligne.source)
    places = [place for code in ligne.cibles if (place := place_of(migre.layout, code))] if answer else []
    return Ecrite(
        nature=ligne.nature.value,
        devenir=ligne.sort.value,
        code=ligne.source,
        libelle=nommer(source, ligne.source) if answer and ligne.source else "",
        feuille=ligne.lieu.sheet if ligne.lieu != NOWHERE else "",
        cellule=ligne.lieu.address if ligne.lieu != NOWHERE else "",
        valeur=MASKED if personal else texte(source, ligne.source, ligne.valeur),
        code_cible=", ".join(ligne.cibles),
        libelle_cible=libelles(cible, ligne.cibles) if answer else "",
        feuille_cible=", ".join(dict.fromkeys(sheet for sheet, _, _ in places)),
        cellule_cible=", ".join(_address(place) for place in places),
        valeur_cible=MASKED if personal and ligne.transmise else _cible(cible, ligne),
        motif=ligne.motif,
    )


def _cible(questionnaire: Questionnaire, ligne: Ligne) -> str:
    return texte(questionnaire, ligne.cibles[0], ligne.valeur_cible) if ligne.valeur_cible is not None else ""


def libelles(questionnaire: Questionnaire, codes: tuple[str, ...]) -> str:
    """The names of a few cells in words."""
    names = [nommer(questionnaire, code) for code in codes[:_LABELS]]
    more = len(codes) - _LABELS
    return "\u00a0; ".join(names) + (f"\u00a0; et {more} autres" if more > 0 else "")


def texte(questionnaire: Questionnaire, code: str, value: object) -> str:
    """A value as the respondent sees it, whole: the label of a coded answer, a number with a decimal comma."""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE:
        return str(int(value))
    if isinstance(value, int | float):
        return repr(value).replace(".", ",")
    cell = cell_of(questionnaire, code)
    if cell is not None and cell.type.kind in CODED and isinstance(value, str):
        element = questionnaire.choices(cell.type).by_code.get(value)
        return element.label if element else value
    return str(value)


def place_of(layout: Layout, code: str) -> Position | None:
    """Where a variable stands in a workbook."""
    try:
        return layout.place(*split_variable(code))
    except ValueError:
        return None


def _address(place: Position) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return xl_rowcol_to_cell(place[1], place[2])


def journal_csv(migre: Migre) -> bytes:
    """The journal as a CSV that Excel opens as it is: UTF-8 with its mark, semicolons, no text taken as a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    texts = attrgetter(*Ecrite.__slots__)
    for line in lignes_ecrites(migre):
        writer.writerow(map(_harmless, texts(line)))
    return stream.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    if not text.startswith(_DANGEROUS) or text.removeprefix("-").replace(",", "").isdecimal():
        return text
    return f"'{text}"
