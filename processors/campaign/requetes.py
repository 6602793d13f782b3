"""The ready queries of `requetes/*.sql`: their list, and their results."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from processors.campaign.base import Campagne, CampagneImpossible

FOLDER = Path(__file__).with_name("requetes")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Requete:
    """A ready query: its name, what it gives in French, its text."""

    nom: str
    titre: str
    sql: str


@dataclass(frozen=True, slots=True)
class Resultat:
    """The columns and the rows of a query."""

    colonnes: tuple[str, ...]
    lignes: list[tuple[Any, ...]]


def requetes() -> dict[str, Requete]:
    """The ready queries by name. The first line of each file says what it gives."""
    found = {}
    for path in sorted(FOLDER.glob("*.sql")):
        first, _, sql = path.read_text(encoding="utf-8").partition("\n")
        found[path.stem] = Requete(path.stem, first.removeprefix("--").strip(), sql)
    return found


def executer(campagne: Campagne, nom: str) -> Resultat:
    """The result of a ready query. Raise CampagneImpossible for an unknown name."""
    known = requetes()
    if nom not in known:
        near = get_close_matches(nom, known, 1)
        hint = f" Vouliez-vous dire «\u00a0{near[0]}\u00a0»\u00a0?" if near else ""
        raise CampagneImpossible(
            f"Requête inconnue\u00a0: «\u00a0{nom}\u00a0».{hint} Requêtes\u00a0: {', '.join(known)}."
        )
    result = campagne.connexion.execute(known[nom].sql)
    names = tuple(str(column[0]) for column in result.description or ())
    return Resultat(names, result.fetchall())


def texte(value: object) -> str:
    """A value as people read it: blank for nothing, decimal comma, dates in French order."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case float():
            return f"{value:.10g}".replace(".", ",")
        case date():
            return value.strftime("%d/%m/%Y")
        case list() | tuple():
            return ", ".join(map(texte, value))
    return str(value)


def colonnes(resultat: Resultat) -> Iterator[str]:
    """The result as lines of aligned columns, however wide: nothing is cut, a SIRET above all."""
    rows = [resultat.colonnes, *(tuple(map(texte, row)) for row in resultat.lignes)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(resultat.colonnes))]
    for row in rows:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()


def csv_de(resultat: Resultat) -> bytes:
    """The result as a CSV for a French spreadsheet (`;`, UTF-8 with its mark). No text of a sender is a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(resultat.colonnes)
    for row in resultat.lignes:
        writer.writerow([_harmless(value) for value in row])
    return stream.getvalue().encode("utf-8-sig")


def _harmless(value: object) -> str:
    shown = texte(value)
    return f"'{shown}" if isinstance(value, str) and shown.startswith(_FORMULA) else shown


def classeur(resultat: Resultat, path: Path, titre: str) -> None:
    """Write the result as a workbook, with filters; texts stay texts, whoever wrote them."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Résultat")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        head = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True})
        sheet.write_string(0, 0, titre, book.add_format({"bold": True, "font_size": 13}))
        for place, name in enumerate(resultat.colonnes):
            sheet.write_string(2, place, name, head)
        for rank, row in enumerate(resultat.lignes, start=3):
            for place, value in enumerate(row):
                if isinstance(value, int | float) and not isinstance(value, bool):
                    sheet.write_number(rank, place, value)
                else:
                    sheet.write_string(rank, place, texte(value))
        if not resultat.lignes:
            sheet.write_string(3, 0, "Aucun résultat.", book.add_format({"italic": True}))
        for place, width in enumerate(_widths(resultat)):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(3, 0)
        sheet.autofilter(2, 0, 2 + len(resultat.lignes), max(len(resultat.colonnes) - 1, 0))


def _widths(resultat: Resultat) -> Sequence[int]:
    shown = [resultat.colonnes, *([texte(value) for value in row] for row in resultat.lignes[:200])]
    return [min(60, 3 + max(len(row[place]) for row in shown)) for place in range(len(resultat.colonnes))]
