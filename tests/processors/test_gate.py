"""Hostile, damaged and foreign files are refused with their own code, quickly, before any parser sees them."""

from __future__ import annotations

import re
import struct
import time
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
import xlsxwriter

from processors import gate
from processors.gate import Limites, Observation, verifier
from processors.lecture import LectureImpossible, lire_classeur, ouvrir
from processors.lecture.conteneur import decompresser, recomposer
from tests.support.xlsb import ecrire_xlsb, enregistrement

FEUILLE = "xl/worksheets/sheet1.xml"
WRITER = b"application/vnd.oasis.opendocument.text"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
BOMBE = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><sst><si><t>&c;</t></si></sst>'
)
ODS = (
    '<office:document-content><office:body><office:spreadsheet><table:table table:name="A">'
    "{}</table:table></office:spreadsheet></office:body></office:document-content>"
)


def base(dossier: Path) -> dict[str, bytes]:
    chemin = dossier / "base.xlsx"
    with xlsxwriter.Workbook(str(chemin)) as classeur:
        classeur.add_worksheet("A").write_row("A1", [1, "deux"])
    return decompresser(chemin.read_bytes(), Limites())


def xlsx(dossier: Path, **parties: bytes) -> bytes:
    """A real workbook where some parts are replaced or added (`__` stands for `/`, `_DOT_` for `.`)."""
    return recomposer(base(dossier) | {nom.replace("__", "/").replace("_DOT_", "."): o for nom, o in parties.items()})


def avec(dossier: Path, nom: str, octets: bytes) -> bytes:
    return recomposer(base(dossier) | {nom: octets})


def avec_cellules(dossier: Path, cellules: str, suite: str = "") -> bytes:
    return avec(
        dossier,
        FEUILLE,
        (
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            f"{cellules}</sheetData>{suite}</worksheet>"
        ).encode(),
    )


def ods(contenu: str, manifeste: str = "") -> bytes:
    return recomposer(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f"<manifest:manifest>{manifeste}</manifest:manifest>".encode(),
            "content.xml": contenu.encode(),
        }
    )


def zip_bombe(dossier: Path) -> bytes:
    chemin = dossier / "bombe.zip"
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, octets in base(dossier).items():
            archive.writestr(nom, octets)
        archive.writestr("xl/media/zero.bin", bytes(50_000_000))
    return chemin.read_bytes()


def zip_bombe_menteuse(dossier: Path) -> bytes:
    octets = bytearray(zip_bombe(dossier))
    taille = struct.pack("<I", 50_000_000)
    position = octets.find(taille)
    while position >= 0:
        octets[position : position + 4] = struct.pack("<I", 1_000)
        position = octets.find(taille, position)
    return bytes(octets)


def xlsb_lointain(dossier: Path) -> bytes:
    octets = ecrire_xlsb(dossier / "l.xlsb", {"A": [[1.5]]}).read_bytes()
    parties = decompresser(octets, Limites())
    lointaine = enregistrement(0, struct.pack("<I", 1_048_575) + bytes(21)) + enregistrement(
        5, struct.pack("<IId", 16_383, 0, 1.0)
    )
    fin = enregistrement(146)
    parties["xl/worksheets/sheet1.bin"] = parties["xl/worksheets/sheet1.bin"].replace(fin, lointaine + fin)
    return recomposer(parties)


def xlsb_court(dossier: Path) -> bytes:
    parties = decompresser(ecrire_xlsb(dossier / "c.xlsb", {"A": [[1.5]]}).read_bytes(), Limites())
    fin = enregistrement(146)
    court = enregistrement(16, struct.pack("<Id", 0, 2.5))
    parties["xl/worksheets/sheet1.bin"] = parties["xl/worksheets/sheet1.bin"].replace(fin, court + fin)
    return recomposer(parties)


def xlsb_references(dossier: Path) -> bytes:
    parties = decompresser(ecrire_xlsb(dossier / "r.xlsb", {"A": [[1.5]]}).read_bytes(), Limites())
    fin = enregistrement(132)
    parties["xl/workbook.bin"] = parties["xl/workbook.bin"].removesuffix(fin) + enregistrement(362, b"\xff" * 4) + fin
    return recomposer(parties)


def zip_chiffre(dossier: Path) -> bytes:
    octets = bytearray(xlsx(dossier))
    position = octets.find(b"PK\x01\x02")
    while position >= 0:
        octets[position + 8] |= 1
        position = octets.find(b"PK\x01\x02", position + 4)
    return bytes(octets)


def en_double(dossier: Path) -> bytes:
    return recomposer(base(dossier) | {"xl/Workbook.xml": b"<workbook/>"})


REFUS: dict[str, tuple[str, Callable[[Path], bytes]]] = {
    "vide": ("FICHIER-VIDE", lambda _: b""),
    "texte renommé .xlsx": ("FORMAT-INCONNU", lambda _: b"SIRET;effectif\n"),
    "zip quelconque": ("FORMAT-INCONNU", lambda _: recomposer({"lisez-moi.txt": b"bonjour"})),
    "document Word": ("FORMAT-INCONNU", lambda _: recomposer({"[Content_Types].xml": b"<Types/>"})),
    "document Writer": (
        "FORMAT-INCONNU",
        lambda _: recomposer({"mimetype": b"application/vnd.oasis.opendocument.text"}),
    ),
    "vieux Word": ("FORMAT-INCONNU", lambda _: OLE2 + "WordDocument".encode("utf-16-le")),
    "xls": ("FICHIER-XLS", lambda _: OLE2 + "Workbook".encode("utf-16-le") + bytes(50)),
    "xls sans OLE": ("FICHIER-XLS", lambda _: b"\x09\x08\x10\x00" + bytes(50)),
    "mot de passe": ("FICHIER-CHIFFRE", lambda _: OLE2 + "EncryptedPackage".encode("utf-16-le") + bytes(50)),
    "mot de passe ods": ("FICHIER-CHIFFRE", lambda _: ods(ODS.format(""), "<manifest:encryption-data/>")),
    "zip à mot de passe": ("FICHIER-CHIFFRE", zip_chiffre),
    "tronqué": ("FICHIER-CORROMPU", lambda d: xlsx(d)[:-200]),
    "tronqué au milieu": ("FICHIER-CORROMPU", lambda d: xlsx(d)[:1000]),
    "octet altéré": ("FICHIER-CORROMPU", lambda d: xlsx(d).replace(b"<sheetData>", b"<sheetDatb>", 1)),
    "partie en double": ("FICHIER-CORROMPU", en_double),
    "sans classeur": ("FICHIER-CORROMPU", lambda d: avec(d, "_rels/.rels", b"<Relationships/>")),
    "bombe zip": ("BOMBE-ZIP", zip_bombe),
    "bombe zip menteuse": ("BOMBE-ZIP", zip_bombe_menteuse),
    "entités": ("ENTITE-XML", lambda d: avec(d, "xl/sharedStrings.xml", BOMBE)),
    "entités dans la feuille": ("ENTITE-XML", lambda d: avec(d, FEUILLE, BOMBE)),
    "entités ods": ("ENTITE-XML", lambda _: ods(BOMBE.decode())),
    "UTF-16": ("ENCODAGE-XML", lambda d: avec(d, FEUILLE, "<?xml version='1.0'?><worksheet/>".encode("utf-16"))),
    "UTF-7": ("ENCODAGE-XML", lambda d: avec(d, FEUILLE, b"<?xml version='1.0' encoding='UTF-7'?><worksheet/>")),
    "deux cellules": (
        "CELLULE-LOINTAINE",
        lambda d: avec_cellules(d, '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'),
    ),
    "deux cellules, autre écriture": (
        "CELLULE-LOINTAINE",
        lambda d: avec_cellules(d, "<row r='1'><c r='A1'><v>1</v></c><c t='n' r='XFD1048576'><v>1</v></c></row>"),
    ),
    "feuille orpheline": (
        "CELLULE-LOINTAINE",
        lambda d: avec(d, "xl/autre.xml", b"<worksheet><sheetData><c r='ZZZ1'/></sheetData></worksheet>"),
    ),
    "deux cellules xlsb": ("CELLULE-LOINTAINE", xlsb_lointain),
    "répétition ods": (
        "CELLULE-LOINTAINE",
        lambda _: ods(
            ODS.format(
                '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
                'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>'
            )
        ),
    ),
    "textes innombrables": (
        "FICHIER-CORROMPU",
        lambda d: avec(d, "xl/sharedStrings.xml", b'<sst count="1" uniqueCount="99999999999"><si><t>a</t></si></sst>'),
    ),
    "références innombrables": ("FICHIER-CORROMPU", xlsb_references),
    "ods à feuille non fermée": ("FICHIER-CORROMPU", lambda _: ods(ODS.format("").partition("</table:table>")[0])),
    "ods à espaces innombrables": (
        "FICHIER-CORROMPU",
        lambda _: ods(
            ODS.format(
                '<table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="4000000000"/>'
                "</text:p></table:table-cell></table:table-row>"
            )
        ),
    ),
    "fusion": (
        "FUSION-DEMESUREE",
        lambda d: avec_cellules(d, "", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    ),
    "traversée": ("NOM-DE-PARTIE-DANGEREUX", lambda d: avec(d, "../../etc/passwd", b"x")),
    "traversée à la Windows": ("NOM-DE-PARTIE-DANGEREUX", lambda d: avec(d, "xl\\..\\..\\x", b"x")),
    "nom absolu": ("NOM-DE-PARTIE-DANGEREUX", lambda d: avec(d, "C:/x", b"x")),
    "parties innombrables": (
        "TROP-DE-PARTIES",
        lambda d: recomposer(base(d) | {f"xl/media/{i}.png": b"" for i in range(5_001)}),
    ),
    "xlsb à enregistrements courts": ("XLSB-INHABITUEL", xlsb_court),
}


@pytest.mark.parametrize("lecteur", [verifier, lire_classeur])
@pytest.mark.parametrize("cas", REFUS)
def test_hostile_or_foreign_file_is_refused_with_its_own_code(cas, lecteur, tmp_path):
    code, fabriquer = REFUS[cas]
    chemin = tmp_path / "envoi.xlsx"
    chemin.write_bytes(fabriquer(tmp_path))
    debut = time.perf_counter()
    with pytest.raises(LectureImpossible) as refus:
        lecteur(chemin)
    assert time.perf_counter() - debut < 2
    assert refus.value.code == code
    assert re.fullmatch(r"(?!.*ez\b).*\.", refus.value.message_fr), "what is wrong; the remedy says what to do"


def test_panic_of_the_parser_is_a_refusal(tmp_path):
    parties = decompresser(ecrire_xlsb(tmp_path / "a.xlsb", {"A": [["x"]]}).read_bytes(), Limites())
    cellule = parties["xl/worksheets/sheet1.bin"]
    absente = cellule.replace(b"\x07\x0c" + bytes(12), b"\x07\x0c" + bytes(8) + b"\xff\0\0\0")
    chemin = tmp_path / "b.xlsb"
    chemin.write_bytes(recomposer(parties | {"xl/worksheets/sheet1.bin": absente}))
    with pytest.raises(LectureImpossible, match="FICHIER-CORROMPU"):
        lire_classeur(chemin)


def test_missing_file_and_folder_are_refused(tmp_path):
    for chemin, code in ((tmp_path / "absent.xlsx", "FICHIER-ABSENT"), (tmp_path, "FICHIER-ILLISIBLE")):
        with pytest.raises(LectureImpossible) as refus:
            verifier(chemin)
        assert refus.value.code == code


def test_forbidden_file_is_refused(tmp_path, monkeypatch):
    chemin = tmp_path / "interdit.xlsx"
    chemin.write_bytes(b"PK")

    def interdire(_: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", interdire)
    with pytest.raises(LectureImpossible) as refus:
        verifier(chemin)
    assert refus.value.code == "FICHIER-ILLISIBLE"


@pytest.mark.parametrize(
    ("limites", "code"),
    [
        (Limites(taille_max=100), "FICHIER-TROP-GROS"),
        (Limites(taille_decompressee_max=100), "BOMBE-ZIP"),
        (Limites(colonnes_max=1), "CELLULE-LOINTAINE"),
        (Limites(parties_max=2), "TROP-DE-PARTIES"),
    ],
)
def test_limits_are_the_callers(limites, code, tmp_path):
    chemin = tmp_path / "a.xlsx"
    chemin.write_bytes(xlsx(tmp_path))
    assert verifier(chemin) == []
    with pytest.raises(LectureImpossible) as refus:
        verifier(chemin, limites)
    assert refus.value.code == code


def test_total_area_is_bounded(tmp_path):
    chemin = tmp_path / "a.xlsx"
    chemin.write_bytes(avec_cellules(tmp_path, '<row><c r="A1"><v>1</v></c><c r="Z90"><v>1</v></c></row>'))
    assert lire_classeur(ouvrir(chemin)).feuilles[0].cellule(89, 25).valeur == 1.0
    with pytest.raises(LectureImpossible, match="CELLULE-LOINTAINE"):
        lire_classeur(ouvrir(chemin, Limites(surface_max=1_000)))


def test_renamed_moved_and_absolute_targets_are_followed(tmp_path):
    parties = base(tmp_path)
    parties["xl/feuilles/première.xml"] = parties.pop(FEUILLE).replace(b"<v>1</v>", b"<f>1</f><v>1</v>")
    rels = parties["xl/_rels/workbook.xml.rels"]
    for cible in ("/xl/feuilles/première.xml", "feuilles/première.xml"):
        parties["xl/_rels/workbook.xml.rels"] = rels.replace(b"worksheets/sheet1.xml", cible.encode())
        chemin = tmp_path / "a.xlsx"
        chemin.write_bytes(recomposer(parties))
        assert lire_classeur(chemin).feuilles[0].formules == {(0, 0)}


def test_macros_are_hashed_and_named(tmp_path):
    chemin = tmp_path / "a.xlsx"
    chemin.write_bytes(avec(tmp_path, "xl/vbaProject.bin", b"Sub Auto_Open()"))
    attendu = {"partie": "xl/vbaProject.bin", "taille": 15, "sha256": sha256(b"Sub Auto_Open()").hexdigest()}
    assert verifier(chemin) == [Observation("MACRO-PRESENTE", attendu)]


def test_links_connections_and_objects_are_noted(tmp_path):
    rels = (
        '<Relationships><Relationship Id="r1" Type="http://x/relationships/externalLinkPath" TargetMode="External" '
        'Target="file:///C:/paie.xlsx"/><Relationship Id="r2" TargetMode="External" Target="https://exemple.fr" '
        'Type="http://x/relationships/hyperlink"/></Relationships>'
    )
    ajouts = {
        "xl/externalLinks/_rels/externalLink1.xml.rels": rels.encode(),
        "xl/connections.xml": b"<connections/>",
        "xl/embeddings/oleObject1.bin": b"OLE",
    }
    chemin = tmp_path / "a.xlsx"
    chemin.write_bytes(recomposer(base(tmp_path) | ajouts))
    assert verifier(chemin) == [
        Observation("LIENS-EXTERNES", {"cibles": ["file:///C:/paie.xlsx"]}),
        Observation("CONNEXIONS-DONNEES", {"parties": ["xl/connections.xml"]}),
        Observation("OBJETS-INTEGRES", {"parties": ["xl/embeddings/oleObject1.bin"]}),
    ]


def test_kind_comes_from_the_content_and_a_wrong_extension_is_noted(tmp_path):
    chemin = tmp_path / "a.ods"
    chemin.write_bytes(xlsx(tmp_path))
    assert verifier(chemin) == [Observation("EXTENSION-DIFFERENTE", {"extension": ".ods", "format": "xlsx"})]
    assert lire_classeur(chemin).format == "xlsx"


def test_gate_and_reader_share_one_archive(tmp_path, monkeypatch):
    chemin = tmp_path / "a.xlsx"
    chemin.write_bytes(xlsx(tmp_path))
    archive = ouvrir(chemin)
    chemin.unlink()
    monkeypatch.setattr("processors.lecture.conteneur._developper", lambda *_: pytest.fail("inflated twice"))
    assert verifier(archive) == []
    assert lire_classeur(archive).feuilles[0].lignes == [[1.0, "deux"]]


def test_each_code_is_raised_in_one_place():
    racine = Path(gate.__file__).parent
    sources = [chemin.read_text() for chemin in [racine / "gate.py", *racine.glob("lecture/*.py")]]
    codes = {code for code, _ in REFUS.values()} | {"FICHIER-ABSENT", "FICHIER-ILLISIBLE", "FICHIER-TROP-GROS"}
    for code in codes | {"MACRO-PRESENTE", "LIENS-EXTERNES", "CONNEXIONS-DONNEES", "OBJETS-INTEGRES"}:
        assert sum(source.count(f'"{code}"') for source in sources) == 1, code
