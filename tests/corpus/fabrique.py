"""Makes the corpus of workbooks, once: `python -m tests.corpus.fabrique [FOLDER]`. The files are then frozen in git.

`should_pass/` are read without any finding above information, `should_fail/` are named after the finding they must
give. Files made by XlsxWriter or by hand come out the same at every run; those saved by LibreOffice (dates and
identifiers inside) and the encrypted one do not, which is why the corpus is kept and not made again by the tests.
`attendu.json` holds the number of answers of each file of should_pass, and the codes of its findings.

The macros of the .xlsm are `xl/vbaProject.bin` of `quickstart_standalone.xlsm`, a file of the open source package
xlwings under the BSD 3-clause licence, whose text goes with it (`LICENCE-xlwings.txt`). They are never run.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import metadata
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from processors.answers import split_variable
from processors.control import check
from processors.lecture import Limites
from processors.lecture.conteneur import decompresser
from schemas.plan import Value
from tests.processors.intake.remplir import en_xlsb
from tests.processors.reponses import IDENTITY, REC, SIRET
from tests.support import libreoffice
from tests.support.libreoffice import _lancer, _profil
from tests.support.xlsb import ecrire_xlsb, enregistrement
from workbook_templates.builder import build
from workbook_templates.layout import ANCHOR_COLUMN, IDENTITY_SHEET, LABEL_COLUMN, Layout

HERE = Path(__file__).parent
RASSCT = ("rassct",)
EPOCH = (1980, 1, 1, 0, 0, 0)
YES = "OUI"
BASE: Mapping[str, Value] = {
    **IDENTITY,
    "collectivite!affiliee.C01": YES,
    "R.1!L01.C01": YES,
    "R.1!L02.C01": YES,
    "R.2!L01.C01": 3,
    "R.2!L02.C01": 4,
    "R.3!L01.C01": "Gestes et postures",
    "R.3!L01.C02": 12,
    "R.8!TA001.C01": 2,
    "R.8!TA001.C02": 12.5,
}
EMPTY: Mapping[str, Value] = {**IDENTITY, "collectivite!q_agents.C01": "NON"}

Parts = dict[str, bytes]
Content = tuple[str, str]
"""Type of a cell of an .xlsx and its inner XML."""

Spot = str | tuple[str, int, int]
"""A variable, or a sheet, row and column."""


# Contents of cells


def number(value: float) -> Content:
    return "", f"<v>{value}</v>"


def text(value: str) -> Content:
    return ' t="inlineStr"', f'<is><t xml:space="preserve">{value}</t></is>'


def error(value: str) -> Content:
    return ' t="e"', f"<v>{value}</v>"


def truth(value: bool) -> Content:
    return ' t="b"', f"<v>{int(value)}</v>"


def formula(expression: str, result: str = "") -> Content:
    return "", f"<f>{expression}</f>" + (f"<v>{result}</v>" if result else "")


def day(serial: int) -> Content:
    return "date", f"<v>{serial}</v>"


BLANK: Content = ("", "")


# Workbooks


class Book:
    """A real workbook, edited in its XML."""

    def __init__(self, values: Mapping[str, Value] = BASE, modules: tuple[str, ...] = RASSCT) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "bilan.xlsx"
            self.layout: Layout = build(path, REC, modules, dict(values))
            self.parts: Parts = decompresser(path.read_bytes(), Limites())

    def put(self, cells: Mapping[Spot, Content]) -> Book:
        """Replace the contents of cells."""
        for spot, content in cells.items():
            self._cell(spot, content)
        return self

    def at(self, spot: Spot) -> tuple[str, int, int]:
        if isinstance(spot, tuple):
            return spot
        found = self.layout.place(*split_variable(spot))
        assert found is not None, spot
        return found

    def replace(self, part: str, pattern: str, new: str) -> Book:
        """Edit one part by a regular expression that must match once."""
        edited, count = re.subn(pattern, lambda match: match.expand(new), self.parts[part].decode(), flags=re.DOTALL)
        assert count == 1, (part, pattern, count)
        self.parts[part] = edited.encode()
        return self

    def add(self, **parts: bytes) -> Book:
        """Add parts (`__` stands for `/`, `_DOT_` for `.`)."""
        self.parts |= {name.replace("__", "/").replace("_DOT_", "."): content for name, content in parts.items()}
        return self

    def sheet(self, name: str) -> str:
        """The part of a sheet."""
        names = re.findall(r'<sheet name="([^"]*)"', self.parts["xl/workbook.xml"].decode())
        return f"xl/worksheets/sheet{names.index(name) + 1}.xml"

    def without(self, sheet: str) -> Book:
        """Delete a sheet, as its name in the workbook: its part stays, out of reach."""
        return self.replace("xl/workbook.xml", rf'<sheet name="{sheet}"[^>]*/>', "").replace(
            "xl/workbook.xml", r"<definedNames>.*</definedNames>", ""
        )

    def save(self, path: Path) -> None:
        pack(path, self.parts)

    def _cell(self, spot: Spot, content: Content) -> None:
        sheet, line, column = self.at(spot)
        part, where, (kind, inner) = self.sheet(sheet), xl_rowcol_to_cell(line, column), content
        style = rf' s="{self._date_style()}"' if kind == "date" else r"\g<style>"
        kind = "" if kind == "date" else kind
        new = f'<c r="{where}"{style}{kind}>{inner}</c>' if inner else f'<c r="{where}"{style}/>'
        xml = self.parts[part].decode()
        if f'<c r="{where}"' in xml:
            pattern = rf'<c r="{where}"(?P<style> s="\d+")?(?:[^>]*/>|[^>]*[^/]>.*?</c>)'
            self.replace(part, pattern, new)
        else:  # a cell beyond the last one of its row
            self.replace(
                part,
                rf'(?P<row><row r="{line + 1}"[^>]*[^/]>.*?)</row>',
                rf'\g<row><c r="{where}"{kind}>{inner}</c></row>',
            )

    def _date_style(self) -> int:
        styles = self.parts["xl/styles.xml"].decode()
        found = re.search(r'<cellXfs count="(\d+)">', styles)
        assert found is not None
        count = int(found[1])
        if '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>' in styles:
            return count - 1
        new = '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        self.replace("xl/styles.xml", r'<cellXfs count="\d+">', f'<cellXfs count="{count + 1}">')
        self.replace("xl/styles.xml", "</cellXfs>", new)
        return count


def pack(path: Path, parts: Mapping[str, bytes]) -> None:
    """Write a zip that is the same at every run, as small as can be."""
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            info = ZipInfo(name, EPOCH)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, content, compresslevel=9)


def said(key: str, value: str) -> dict[Spot, Content]:
    """Another value on the hidden sheet of identity."""
    line = ["format", "questionnaire", "version", "annee", "modules", "empreinte"].index(key)
    return {(IDENTITY_SHEET, line, 1): text(value)}


def cell(*contents: tuple[Spot, Content]) -> Callable[[Path], None]:
    """A workbook where some cells hold something else."""
    return lambda path: Book().put(dict(contents)).save(path)


def filled(values: Mapping[str, Value]) -> Callable[[Path], None]:
    return lambda path: Book(values).save(path)


def less(*variables: str) -> dict[str, Value]:
    return {code: value for code, value in BASE.items() if code not in variables}


def raw(content: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(content)

    return make


# Files that are refused before they are read


def truncated(path: Path) -> None:
    Book().save(path)
    path.write_bytes(path.read_bytes()[:20_000])


def bomb(path: Path) -> None:
    Book().add(xl__media__zero_DOT_bin=bytes(40_000_000)).save(path)


def crowd(path: Path) -> None:
    foreign(path)
    pack(path, decompresser(path.read_bytes(), Limites()) | {f"{rank:x}": b"" for rank in range(5_001)})


def traversal(path: Path) -> None:
    pack(path, Book().parts | {"../../ailleurs.txt": b"x"})


def entities(path: Path) -> None:
    Book().replace("xl/sharedStrings.xml", r"<sst", '<!DOCTYPE sst [<!ENTITY a "lol">]><sst').save(path)


def other_encoding(path: Path) -> None:
    book = Book()
    xml = book.parts["docProps/app.xml"].decode().replace("UTF-8", "UTF-16")
    book.parts["docProps/app.xml"] = xml.encode("utf-16")
    book.save(path)


def far_cell(path: Path) -> None:
    book = Book()
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    book.replace(book.sheet("IND R.2"), "</sheetData>", far).save(path)


def huge_merge(path: Path) -> None:
    book = Book()
    book.replace(
        book.sheet("IND R.2"), r'<mergeCell ref="[^"]*"/></mergeCells>', '<mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    book.save(path)


def short_records(path: Path) -> None:
    """A .xlsb whose cells use the short records, which the libraries skip without a word."""
    ecrire_xlsb(path, {"A": [[1]]})
    parts = decompresser(path.read_bytes(), Limites())
    sheet = parts["xl/worksheets/sheet1.bin"]
    end = enregistrement(146)
    parts["xl/worksheets/sheet1.bin"] = sheet.replace(end, enregistrement(13, bytes(8)) + end)
    pack(path, parts)


def binary_cell(variable: str = "", content: object = None) -> Callable[[Path], None]:
    """A .xlsb where one cell holds something else; the same workbook when no cell is named."""

    def make(path: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "bilan.xlsx"
            layout = build(source, REC, RASSCT, dict(BASE))
            place = layout.place(*split_variable(variable)) if variable else None
            made = en_xlsb(source, contents={place: content} if place else {})
            pack(path, decompresser(made.read_bytes(), Limites()))

    return make


def old_xls(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "bilan.xlsx"
        with xlsxwriter.Workbook(str(source)) as book:
            book.add_worksheet("IND R.2").write_row(0, 0, ["Bilan", 12])
        path.write_bytes(libreoffice.convertir(source, "xls", Path(folder) / "xls").read_bytes())


_ENCRYPT = """
import sys, time, uno
from com.sun.star.connection import NoConnectException
def named(name, value):
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue"); made.Name, made.Value = name, value; return made
local = uno.getComponentContext()
find = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(600):
    try:
        context = find.resolve(sys.argv[1]); break
    except NoConnectException:
        time.sleep(0.1)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (named("Hidden", True),))
document.Sheets.getByIndex(0).getCellByPosition(0, 0).String = "Bilan"
if sys.argv[2].endswith(".ods"):
    how = named("FilterName", "calc8"), named("Password", "bilan")
else:
    def key(name, value):
        made = uno.createUnoStruct("com.sun.star.beans.NamedValue"); made.Name, made.Value = name, value; return made
    keys = uno.Any("[]com.sun.star.beans.NamedValue", (key("CryptoType", "Standard"), key("OOXPassword", "bilan")))
    how = named("FilterName", "Calc MS Excel 2007 XML"), named("EncryptionData", keys)
document.storeToURL(sys.argv[2], how)
document.close(True); desktop.terminate()
"""


def encrypted(path: Path) -> None:
    """A workbook with a password to open it, by LibreOffice."""
    python = libreoffice.python_uno()
    assert python is not None
    with _profil(recalculer=False) as profile, _lancer(profile, [f"--accept=pipe,name={profile.name};urp;"]):
        url = f"uno:pipe,name={profile.name};urp;StarOffice.ComponentContext"
        subprocess.run([python, "-c", _ENCRYPT, url, path.resolve().as_uri()], check=True, timeout=120)


def foreign(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(2020, 1, 1)})
        sheet = book.add_worksheet("Effectifs")
        sheet.write_row(0, 0, ["Filière", "Hommes", "Femmes"])
        sheet.write_row(1, 0, ["Technique", 12, 5])


# Files whose structure was changed


def no_identity(path: Path) -> None:
    cells: dict[Spot, Content] = {(IDENTITY_SHEET, line, column): BLANK for line in range(6) for column in range(2)}
    Book().put(cells).save(path)


def deleted_sheet(path: Path) -> None:
    Book().without("IND R.6").save(path)


def doubled_sheet(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "bilan.xlsx"
        build(source, REC, RASSCT, dict(BASE))
        path.write_bytes(en_xlsb(source, copies={"IND R.2 (2)": "IND R.2"}).read_bytes())


def added_row(path: Path) -> None:
    """A row inserted without its anchor: the anchor of a row is gone, its value stays."""
    book = Book()
    sheet, line, _ = book.at("R.2!L02.C01")
    book.put({(sheet, line, ANCHOR_COLUMN): BLANK}).save(path)


def deleted_row(path: Path) -> None:
    book = Book(less("R.2!L02.C01"))
    sheet, line, _ = book.at("R.2!L02.C01")
    book.put({(sheet, line, ANCHOR_COLUMN): BLANK}).save(path)


def sorted_rows(path: Path) -> None:
    book = Book()
    rows = REC.tables["R.2"].row_by_code
    sheet, one, _ = book.at("R.2!L01.C01")
    _, two, _ = book.at("R.2!L02.C01")
    one_label, two_label = text(rows["L01"].label), text(rows["L02"].label)
    book.put({(sheet, one, LABEL_COLUMN): two_label, (sheet, two, LABEL_COLUMN): one_label}).save(path)


def beside(path: Path) -> None:
    book = Book()
    sheet, line, column = book.at("R.2!L01.C02")
    book.put({(sheet, line, column + 2): text("voir la note jointe")}).save(path)


def of_rec(variable: str, value: object, whole: bool = False) -> Callable[[Path], None]:
    """A .xlsb of the main module; unless `whole`, the sheet of one variable only: the other sheets were deleted."""

    def make(path: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "bilan.xlsx"
            layout = build(source, REC, ("rec",), dict(IDENTITY))
            place = layout.place(*split_variable(variable))
            assert place is not None
            kept = set() if whole else {"Collectivité", IDENTITY_SHEET, place[0]}
            path.write_bytes(en_xlsb(source, contents={place: value}, only=kept).read_bytes())

    return make


def greyed(path: Path) -> None:
    book = Book()
    row, column = next(iter(REC.tables["R.8"].absent))
    book.put({("IND R.8", *book.layout.tables["R.8"].cell(row, column)): number(4)}).save(path)


TOTAL = "R.2!TOTAL.C01"

SHOULD_FAIL: Mapping[str, Callable[[Path], None]] = {
    "FICHIER-VIDE--zero-octet.xlsx": raw(b""),
    "FICHIER-XLS--enregistre-par-libreoffice.xls": old_xls,
    "FICHIER-CHIFFRE--mot-de-passe.xlsx": encrypted,
    "FICHIER-CHIFFRE--mot-de-passe.ods": encrypted,
    "FICHIER-CORROMPU--envoi-interrompu.xlsx": truncated,
    "FORMAT-INCONNU--page-web.xlsx": raw(b"<html><body><table><tr><td>12</td></tr></table></body></html>"),
    "BOMBE-ZIP--zeros.xlsx": bomb,
    "TROP-DE-PARTIES--cinq-mille.xlsx": crowd,
    "NOM-DE-PARTIE-DANGEREUX--hors-du-fichier.xlsx": traversal,
    "ENTITE-XML--dans-les-textes.xlsx": entities,
    "ENCODAGE-XML--utf-16.xlsx": other_encoding,
    "CELLULE-LOINTAINE--derniere-cellule.xlsx": far_cell,
    "FUSION-DEMESUREE--feuille-entiere.xlsx": huge_merge,
    "XLSB-INHABITUEL--enregistrements-courts.xlsb": short_records,
    "CLASSEUR-ETRANGER--classeur-ordinaire.xlsx": foreign,
    "QUESTIONNAIRE-INCONNU--autre-edition.xlsx": cell(*said("questionnaire", "rsu2031").items()),
    "CLASSEUR-FORMAT-RECENT--generation-9.xlsx": cell(*said("format", "bilan-social/classeur 9").items()),
    "CLASSEUR-VERSION-RECENTE--version-99.xlsx": cell(*said("version", "99.0.0").items()),
    "IDENTITE-PERDUE--feuille-cachee-videe.xlsx": no_identity,
    "FEUILLE-SUPPRIMEE--r6.xlsx": deleted_sheet,
    "FEUILLE-EN-DOUBLE--r2.xlsb": doubled_sheet,
    "LIGNE-OU-COLONNE-AJOUTEE--ligne-sans-repere.xlsx": added_row,
    "LIGNE-OU-COLONNE-SUPPRIMEE--r2.xlsx": deleted_row,
    "LIGNES-PERMUTEES--tri.xlsx": sorted_rows,
    "VALEUR-HORS-TABLEAU--remarque.xlsx": beside,
    "FORMULE-SANS-RESULTAT--jamais-calculee.xlsx": cell(("R.2!L03.C01", formula("1+1"))),
    "CELLULE-EN-ERREUR--division-par-zero.xlsx": cell(("R.2!L01.C01", error("#DIV/0!"))),
    "CELLULE-NOM-INCONNU--fonction-du-complement.xlsx": cell(("R.2!L01.C01", error("#NAME?"))),
    "BOOLEEN-POUR-NOMBRE--vrai.xlsb": binary_cell("R.2!L01.C01", True),
    "DATE-POUR-NOMBRE--12-mai.xlsx": cell(("R.2!L01.C01", day(43597))),
    "NOMBRE-AMBIGU--1.234.xlsx": cell(("R.2!L01.C01", text("1.234"))),
    "NOMBRE-ATTENDU--neant.xlsx": cell(("R.2!L01.C01", text("néant"))),
    "VALEUR-NEGATIVE--moins-trois.xlsb": binary_cell("R.2!L01.C01", -3.0),
    "ENTIER-ATTENDU--demi.xlsb": binary_cell("R.2!L01.C01", 2.5),
    "TROP-DE-DECIMALES--trois.xlsb": of_rec("1.1.4!AD_A.C03", 12.345),
    "PAS-NON-RESPECTE--tiers-de-jour.xlsb": of_rec("2.1.1.1!ABS001.C04", 0.3),
    "ANNEE-HORS-LIMITES--annee-future.xlsb": of_rec("4.1.4!L02.C01", 2031.0),
    "VALEUR-HORS-LISTE--peut-etre.xlsx": cell(("R.1!L01.C01", text("peut-être"))),
    "SIRET-MANQUANT--vide.xlsx": filled(less("collectivite!siret.C01")),
    "SIRET-FORMAT--treize-chiffres.xlsb": binary_cell("collectivite!siret.C01", "2138018550001"),
    "SIRET-INVALIDE--cle-fausse.xlsb": binary_cell("collectivite!siret.C01", "21380185500016"),
    "TEXTE-TROP-LONG--2001-signes.xlsb": binary_cell("R.3!L01.C01", "x" * 2001),
    "CASE-GRISEE--r8.xlsx": greyed,
    "TOTAL-REMPLACE--999.xlsx": cell((TOTAL, number(999))),
    "TOTAL-ERREUR--ref.xlsx": cell((TOTAL, (' t="e"', "<f>#REF!</f><v>#REF!</v>"))),
    "CONDITION-NON-REMPLIE--r1.xlsx": filled({**BASE, "R.1!L01.C01": "NON"}),
    "BILAN-A-VIDE-REMPLI--avec-des-agents.xlsx": filled({**BASE, "collectivite!q_agents.C01": "NON"}),
    "BILAN-SANS-REPONSE--vierge.xlsx": filled(IDENTITY),
    "CHAMP-OBLIGATOIRE--sans-nom.xlsb": binary_cell("collectivite!raison_sociale.C01", None),
    "QUESTION-SANS-REPONSE--sans-type.xlsb": binary_cell("collectivite!type_collectivite.C01", None),
}


# Files that are accepted


def with_macros(path: Path) -> None:
    package = metadata.distribution("xlwings")
    with ZipFile(str(package.locate_file("xlwings/quickstart_standalone.xlsm"))) as archive:
        macros = archive.read("xl/vbaProject.bin")
    book = Book().replace(
        "[Content_Types].xml",
        r"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main\+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    kind = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    book.replace("[Content_Types].xml", "</Types>", kind)
    link = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    relation = f'<Relationship Id="rIdVba" Type="{link}" Target="vbaProject.bin"/></Relationships>'
    book.replace("xl/_rels/workbook.xml.rels", "</Relationships>", relation)
    book.add(xl__vbaProject_DOT_bin=macros).save(path)
    licence = next(file for file in package.files or () if file.name == "LICENSE.txt")
    (HERE / "LICENCE-xlwings.txt").write_text(Path(str(licence.locate())).read_text(encoding="utf-8"), encoding="utf-8")


def with_company(path: Path) -> None:
    """Links to another file, a data connection and an embedded object, which are listed and never followed."""
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"
    link = f'{rels}Type="{kind}" Target="file:///P:/RH/paie.xlsx" TargetMode="External"/></Relationships>'
    book = Book()
    book.parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = link.encode()
    book.parts["xl/connections.xml"] = (
        b'<connections xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    )
    book.parts["xl/embeddings/oleObject1.bin"] = b"objet"
    book.save(path)


def mistyped(path: Path) -> None:
    """Certain answers typed in every unusual way."""
    cells: dict[Spot, Content] = {
        "collectivite!siret.C01": number(int(SIRET)),
        "collectivite!type_collectivite.C01": text("COMMUNE ET COMMUNE NOUVELLE"),
        "collectivite!q_agents.C01": truth(True),
        "collectivite!repondant_tel.C01": number(476763636),
        "R.1!L01.C01": text("x"),
        "R.2!L01.C01": text("1\u202f234"),
        "R.2!L02.C01": formula("2+2", "4"),
        "R.3!L02.C01": day(43597),
        "collectivite!siret_rattachement.C01": number(552010100014),
        "R.8!TA001.C02": text("12,5"),
    }
    Book().put(cells).save(path)


def lost_totals(path: Path) -> None:
    """Totals pasted as values, erased or out of date, that contradict nothing."""
    cells: dict[Spot, Content] = {
        TOTAL: number(7),
        "R.2!TOTAL.C02": BLANK,
        "R.8!TA001.P01": formula("1+1", "99"),
        "R.9!TA001.P01": number(0),
    }
    Book({**BASE, "R.2!L01.C02": 2}).put(cells).save(path)


def never_computed(path: Path) -> None:
    """Written by software that does not compute: formulas without results."""
    book = Book()
    part = book.sheet("IND R.2")
    book.parts[part] = re.sub(
        rb"(<c [^>]*?)(?: t=\"str\")?><f>([^<]*)</f><v>[^<]*</v></c>", rb"\1><f>\2</f></c>", book.parts[part]
    )
    book.save(path)


def extended(path: Path) -> None:
    """A row typed under an open table, and a sheet of notes."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "bilan.xlsx"
        layout = build(source, REC, RASSCT, dict(BASE))
        placed = layout.tables["R.3"]
        last, first = max(placed.rows.values()), min(placed.columns.values())
        spots: dict[tuple[str, int, int], object] = {
            ("IND R.3", last + 1, first): "Incendie",
            ("IND R.3", last + 1, first + 1): 4,
        }
        notes: list[list[object]] = [["à vérifier", 12.0]]
        made = en_xlsb(source, contents=spots, sheets={"Mes notes": notes})
        pack(path, decompresser(made.read_bytes(), Limites()))


def unprotected(path: Path) -> None:
    book = Book()
    book.replace(book.sheet("IND R.2"), r"<sheetProtection[^>]*/>", "").save(path)


def rearranged(path: Path) -> None:
    """A sheet renamed, another moved, one of notes added, a row typed under an open table."""
    book = Book()
    sheets = re.findall(r"<sheet [^>]*/>", book.parts["xl/workbook.xml"].decode())
    moved = next(one for one in sheets if 'name="IND R.4"' in one)
    book.replace("xl/workbook.xml", re.escape(moved), "").replace("xl/workbook.xml", "<sheets>", f"<sheets>{moved}")
    book.replace("xl/workbook.xml", '<sheet name="IND R.6"', '<sheet name="Maladies"')
    book.replace("xl/workbook.xml", r"<definedNames>.*</definedNames>", "")
    book.save(path)


def by_libreoffice(format_: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "bilan.xlsx"
            Book().save(source)
            path.write_bytes(libreoffice.convertir(source, format_, Path(folder) / "sortie").read_bytes())

    return make


SHOULD_PASS: Mapping[str, Callable[[Path], None]] = {
    "rempli.xlsx": filled(BASE),
    "bilan-a-vide.xlsx": filled(EMPTY),
    "avec-macros.xlsm": with_macros,
    "format-binaire.xlsb": binary_cell(),
    "annee-datee.xlsb": of_rec("4.1.4!L02.C01", datetime(2018, 5, 12), whole=True),
    "enregistre-par-libreoffice.xlsx": by_libreoffice("xlsx"),
    "enregistre-par-libreoffice.ods": by_libreoffice("ods"),
    "extension-fausse.xlsm": filled(BASE),
    "liens-connexions-objets.xlsx": with_company,
    "saisies-inhabituelles.xlsx": mistyped,
    "totaux-sans-formule.xlsx": lost_totals,
    "formules-jamais-calculees.xlsx": never_computed,
    "feuille-deprotegee.xlsx": unprotected,
    "feuilles-renommees-et-deplacees.xlsx": rearranged,
    "ligne-et-feuille-ajoutees.xlsb": extended,
    "modele-ancien.xlsx": cell(*said("version", "0.9.0").items()),
    "zeros-sans-objet.xlsx": filled({**BASE, "R.1!L01.C01": "NON", "R.1!L02.C01": "NON"}),
}


def main(folder: Path) -> None:
    """Make every file of the corpus, and what is expected of those that pass."""
    for name, files in (("should_fail", SHOULD_FAIL), ("should_pass", SHOULD_PASS)):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for file, make in files.items():
            make(folder / name / file)
    expected = {}
    for file in SHOULD_PASS:
        (checked,) = check(folder / "should_pass" / file)
        count = len(checked.answers.values) if checked.answers else None
        codes = {found.code for found in checked.findings if not found.code.startswith("C-")}
        expected[file] = {"reponses": count, "codes": sorted(codes)}
    (folder / "attendu.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
