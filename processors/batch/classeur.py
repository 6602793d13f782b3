"""The Excel report of a lot: summary, received, missing, to correct, most broken rules, anomalies, reminders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from processors.batch.attendus import Collectivite
from processors.batch.pieces import propre
from processors.batch.relances import Relance
from processors.batch.situation import Bilan, Situation, constats
from processors.campaign.base import Campagne
from processors.findings import Verdict
from processors.report.hauteurs import LINE, hauteur
from processors.report.mots import jour, pluriel

MOST_ROWS = 1_000_000
"""Rows of a sheet, short of Excel's limit: what is beyond is said, and stands in the JSON report."""

MOST_LINKS = 60_000
"""Links of a sheet, short of Excel's limit of 65 530: beyond, the path alone is written."""

_LONGEST = 32_000
_HEADING = 2 * LINE
"""Points of the headings, at least: the buttons of the filters stand on their last line."""

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class Lien:
    """A path in the results, shown by a word."""

    chemin: str
    mot: str


@dataclass(frozen=True, slots=True)
class Colonne:
    """A column: its title and its width in characters."""

    titre: str
    largeur: float


@dataclass(frozen=True)
class _Styles:
    titre: Format
    entete: Format
    texte: Format
    cellule: Format
    nombre: Format
    lien: Format
    grand: Format
    note: Format


def ecrire_classeur(path: Path, situation: Situation, reminders: Sequence[Relance], base: Campagne) -> None:
    """Write the report. Raise OSError."""
    with closing(Workbook(str(path), _OPTIONS | {"tmpdir": str(path.parent)})) as book:
        book.set_properties(
            {
                "title": "Bilans sociaux reçus",
                "author": "bilan-social",
                "created": datetime.fromisoformat(situation.jour),
            }
        )
        styles = _styles(book)
        _summary(book.add_worksheet("Synthèse"), styles, situation, len(reminders))
        _table(book, "Reçus", styles, _RECEIVED, map(_received, situation.bilans), "Aucun bilan n’a été reçu.")
        missing = map(partial(_missing, situation), situation.manquants)
        _table(book, "Manquants", styles, _MISSING, missing, _no_missing(situation))
        wrong = map(_to_correct, situation.a_corriger)
        _table(book, "À corriger", styles, _TO_CORRECT, wrong, "Aucun bilan n’est à corriger.")
        broken = [(one.code, one.titre, one.gravite, one.bilans, one.fois) for one in situation.enfreintes]
        _table(book, "Règles les plus enfreintes", styles, _BROKEN, broken, "Aucune règle n’est enfreinte.")
        _table(book, "Anomalies", styles, _ANOMALIES, _anomalies(situation, base), "Aucune anomalie.")
        reminded = map(_reminder, reminders)
        _table(book, "Relances", styles, _REMINDERS, reminded, "Personne n’est à relancer.")


def _styles(book: Workbook) -> _Styles:
    wrapped = {"text_wrap": True, "valign": "top"}
    framed = {"valign": "top", "border": 1, "border_color": "#BFBFBF"}
    return _Styles(
        titre=book.add_format({"bold": True, "font_size": 16, "font_color": "#1F3864"}),
        entete=book.add_format({"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", **wrapped}),
        texte=book.add_format(wrapped),
        cellule=book.add_format(wrapped | framed),
        nombre=book.add_format({"align": "center", "num_format": "#,##0"} | framed),
        lien=book.add_format({"font_color": "#0563C1", "underline": 1} | framed),
        grand=book.add_format({"bold": True, "align": "right", "num_format": "#,##0"}),
        note=book.add_format({"italic": True, "font_color": "#595959", **wrapped}),
    )


def _summary(sheet: Worksheet, styles: _Styles, situation: Situation, reminders: int) -> None:
    sheet.set_column(0, 0, 62)
    sheet.set_column(1, 1, 14)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, f"Bilans sociaux reçus au {jour(situation.jour)}", styles.titre)
    row = 2
    for label, value in _figures(situation, reminders):
        if label:
            sheet.write_string(row, 0, label, styles.texte)
            sheet.write_number(row, 1, value, styles.grand)
        row += 1
    for note in _NOTES:
        row += 1
        sheet.set_row(row, _NOTE_HEIGHT)
        sheet.merge_range(row, 0, row, 1, note, styles.note)


_NOTE_HEIGHT = 32
"""Points, for two lines: no program fits the height of merged cells by itself."""

_NOTES = (
    "De plusieurs bilans d’une collectivité, le dernier valide compte, à défaut le dernier reçu.",
    "Les liens ouvrent les fichiers du dossier de résultats\u00a0: gardez ce classeur dans ce dossier.",
)


def _figures(situation: Situation, reminders: int) -> Iterator[tuple[str, int]]:
    verdicts = situation.verdicts
    yield "Bilans reçus, tous envois confondus", len(situation.bilans) - len(situation.jointes)
    yield "    acceptés", verdicts[Verdict.ACCEPTE.value]
    yield "    acceptés avec alertes", verdicts[Verdict.ACCEPTE_AVEC_ALERTES.value]
    yield "    à corriger", verdicts[Verdict.A_CORRIGER.value]
    if situation.renvoyes:
        yield "        dont acceptés par le contrôle, puis refusés par vous", len(situation.renvoyes)
    yield "    rejetés (fichiers illisibles, dangereux ou étrangers)", verdicts[Verdict.REJETE.value]
    yield "", 0
    yield "Collectivités dont un bilan est reçu", len(situation.comptent)
    yield "    dont le bilan qui compte est accepté", sum(bilan.recu.valide for bilan in situation.comptent)
    yield "    dont le bilan qui compte est à corriger", sum(not bilan.recu.valide for bilan in situation.comptent)
    if situation.attendus is not None:
        yield "Collectivités attendues", len(situation.attendus)
        yield "    dont aucun bilan n’est reçu", len(situation.manquants)
        yield "Collectivités reçues sans être attendues", len(situation.inattendus)
    yield "", 0
    if situation.non_retenus:
        yield "À choisir\u00a0: bilans valides écartés par leur date (Anomalies)", len(situation.non_retenus)
    if situation.transmis_remplaces:
        yield "À transmettre de nouveau\u00a0: bilans transmis, puis remplacés", len(situation.transmis_remplaces)
    yield "Relances à envoyer", reminders
    yield "Pièces jointes sans bilan", len(situation.jointes)
    yield "Fichiers en double", len(situation.doublons)
    yield "Fichiers temporaires laissés de côté", len(situation.ignores)


_RECEIVED = [
    Colonne("Fichier", 44), Colonne("Reçu le", 12), Colonne("SIRET", 17), Colonne("Collectivité", 34),
    Colonne("Verdict", 21), Colonne("Bloquantes", 13), Colonne("Alertes", 10), Colonne("Statut", 12),
    Colonne("Compte", 10), Colonne("Rapport", 10), Colonne("Txt", 8), Colonne("Copie annotée", 10),
    Colonne("Message", 10),
]  # fmt: skip
_MISSING = [
    Colonne("SIRET", 17),
    Colonne("Collectivité", 44),
    Colonne("Courriel", 34),
    Colonne("Piste", 60),
    Colonne("Rapport", 10),
]
_TO_CORRECT = [
    Colonne("SIRET", 17), Colonne("Collectivité", 34), Colonne("Fichier", 44), Colonne("Reçu le", 12),
    Colonne("Verdict", 14), Colonne("Bloquantes", 13), Colonne("Alertes", 10), Colonne("Statut", 12),
    Colonne("Motif", 34), Colonne("Rapport", 10),
    Colonne("Copie annotée", 10), Colonne("Message", 10),
]  # fmt: skip
_BROKEN = [
    Colonne("Code", 26), Colonne("Règle", 70), Colonne("Gravité", 12), Colonne("Bilans", 10), Colonne("Fois", 9),
]  # fmt: skip
_ANOMALIES = [
    Colonne("SIRET", 17), Colonne("Collectivité", 30), Colonne("Fichier", 36), Colonne("Compte", 10),
    Colonne("Gravité", 12), Colonne("Code", 24), Colonne("Indicateur", 12), Colonne("Anomalie", 70),
    Colonne("Remède", 50), Colonne("Cellules", 30), Colonne("Rapport", 10),
]  # fmt: skip
_REMINDERS = [
    Colonne("SIRET", 17), Colonne("Collectivité", 34), Colonne("Courriel", 30), Colonne("Situation", 13),
    Colonne("Objet", 44), Colonne("Message à coller", 90), Colonne("Rapport à joindre", 12),
    Colonne("Copie à joindre", 12),
]  # fmt: skip


def _day(bilan: Bilan) -> str:
    return jour(bilan.recu_le) if bilan.recu_le else ""


def _yes(value: bool) -> str:
    return "oui" if value else "non"


def _received(bilan: Bilan) -> tuple[object, ...]:
    recu = bilan.recu
    state: tuple[object, ...] = (bilan.verdict, recu.bloquants, recu.alertes, recu.statut, _yes(recu.en_vigueur))
    if bilan.jointe:
        state = (bilan.verdict, *[""] * 4)
    return (
        recu.fichier, _day(bilan), recu.siret, recu.nom, *state, *_links(bilan), Lien(bilan.message, "message"),
    )  # fmt: skip


def _links(bilan: Bilan) -> tuple[Lien, Lien, Lien]:
    return (
        Lien(bilan.rapport, "rapport"),
        Lien(bilan.livrable("bilan-", ".txt"), "txt"),
        Lien(bilan.livrable("annote-", ".xlsx"), "copie"),
    )


def _missing(situation: Situation, one: Collectivite) -> tuple[object, ...]:
    lead = situation.pistes.get(one.siret)
    if lead is None:
        return one.siret, one.nom, one.courriel, "", ""
    said = f"Un fichier illisible est peut-être le sien\u00a0: {lead.recu.fichier}"
    return one.siret, one.nom, one.courriel, said, Lien(lead.rapport, "rapport")


def _to_correct(bilan: Bilan) -> tuple[object, ...]:
    recu = bilan.recu
    report, _, copy = _links(bilan)
    if bilan.renvoye:  # what the check wrote calls it accepted
        report = Lien("", "")
    return (
        recu.siret, recu.nom, recu.fichier, _day(bilan), bilan.verdict, recu.bloquants, recu.alertes, recu.statut,
        bilan.motif, report, copy, Lien(bilan.message, "message"),
    )  # fmt: skip


def _anomalies(situation: Situation, base: Campagne) -> Iterator[tuple[object, ...]]:
    for bilan, found in constats(base, situation.bilans):
        recu = bilan.recu
        for one in bilan.remarques if bilan.jointe else found:
            yield (
                recu.siret, recu.nom, recu.fichier, _yes(recu.en_vigueur), one.gravite, one.code, one.indicateur,
                one.message, one.remede, ", ".join(one.cellules), Lien(bilan.rapport, "rapport"),
            )  # fmt: skip
    for name, one in situation.doublons:
        yield "", "", name, _yes(False), one.gravite, one.code, "", one.message, one.remede, "", Lien("", "")


def _reminder(relance: Relance) -> tuple[object, ...]:
    copy = next((path for path in relance.pieces if path.endswith(".xlsx")), "")
    report = next((path for path in relance.pieces if path != copy), "")
    return (
        relance.siret, relance.nom, relance.courriel, relance.situation, relance.objet, relance.message,
        Lien(report, "rapport"), Lien(copy, "copie"),
    )  # fmt: skip


def _no_missing(situation: Situation) -> str:
    if situation.attendus is None:
        return "La liste des collectivités attendues n’a pas été donnée\u00a0: ajoutez --attendus à la commande."
    return "Toutes les collectivités attendues ont envoyé un bilan."


def _table(
    book: Workbook, name: str, styles: _Styles, columns: Sequence[Colonne], rows: Iterable[Sequence[object]], empty: str
) -> None:
    """One sheet: a heading that stays in sight, filters, and one row each."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    widths = [column.largeur for column in columns]
    titles = [column.titre for column in columns]
    sheet.set_row(0, max(_HEADING, hauteur(titles, widths, bold=True)))
    for rank, column in enumerate(columns):
        sheet.set_column(rank, rank, column.largeur)
        sheet.write_string(0, rank, column.titre, styles.entete)
    last = links = 0
    left = 0
    for row in rows:
        if last == MOST_ROWS:
            left += 1
            continue
        last += 1
        sheet.set_row(last, hauteur(map(_shown, row), widths))
        for rank, cell in enumerate(row):
            links += _write(sheet, last, rank, cell, styles, links < MOST_LINKS)
    if not last:
        sheet.write_string(1, 0, empty, styles.note)
    if left:
        said = pluriel(left, "autre ligne figure", "autres lignes figurent")
        sheet.write_string(last + 1, 0, f"{said} dans lot.json.", styles.note)
    sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)


def _shown(value: object) -> object:
    """What a reader sees of a cell."""
    return value.mot if isinstance(value, Lien) else value


def _write(sheet: Worksheet, row: int, column: int, value: Any, styles: _Styles, link: bool) -> int:
    """Write a cell; return how many links it took."""
    match value:
        case Lien(chemin="") | "" | None:
            sheet.write_blank(row, column, None, styles.cellule)
        case Lien(chemin=path, mot=word) if link:
            sheet.write_url(row, column, f"external:{path}", styles.lien, word)
            return 1
        case Lien(chemin=path):
            sheet.write_string(row, column, path, styles.cellule)
        case int():
            sheet.write_number(row, column, value, styles.nombre)
        case _:
            sheet.write_string(row, column, propre(str(value))[:_LONGEST], styles.cellule)
    return 0
