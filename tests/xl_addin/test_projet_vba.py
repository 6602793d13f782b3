"""The VBA project written on Linux: read by olefile and oletools, and compared with the one that xlwings ships."""

from __future__ import annotations

import struct
import warnings
import zipfile
from importlib.resources import files
from io import BytesIO

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.fichier_compose import PETIT_SECTEUR, SECTEUR, SEUIL, ecrire
from xl_addin.projet_vba import MORCEAU, Module, compresser, documents, projet

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oletools.olevba import VBA_Parser, decompress_stream

MOTS = st.lists(
    st.sampled_from(["Sub ", "End Sub\r\n", "Dim é As Variant", "x", " = ", "MsgBox ", '""']), max_size=2500
)
TAILLES = (0, 1, PETIT_SECTEUR, PETIT_SECTEUR + 1, SECTEUR, SEUIL - 1, SEUIL, SEUIL + 1, 70_000)


def relu(compresse: bytes) -> bytes:
    return bytes(decompress_stream(bytearray(compresse)))


@pytest.fixture(scope="module")
def livre() -> olefile.OleFileIO:
    """The project of the workbook that comes with xlwings, which Excel opens."""
    with zipfile.ZipFile(str(files("xlwings").joinpath("quickstart_standalone.xlsm"))) as archive:
        return olefile.OleFileIO(BytesIO(archive.read("xl/vbaProject.bin")))


@given(MOTS)
def test_a_compressed_source_reads_back(mots):
    source = "".join(mots).encode("cp1252")
    assert not source or relu(compresser(source)) == source


@pytest.mark.parametrize("taille", [1, 2, 3, 15, 16, 17, MORCEAU - 1, MORCEAU, MORCEAU + 1, 3 * MORCEAU + 5])
def test_every_length_reads_back(taille):
    for source in (b"a" * taille, bytes(rang % 7 + rang // 300 for rang in range(taille))):
        assert relu(compresser(source)) == source


def test_a_chunk_that_cannot_be_compressed_is_kept_as_it_is():
    etat, source = 1, bytearray()
    for _ in range(MORCEAU):
        etat = etat * 1103515245 + 12345 & 0x7FFFFFFF
        source.append(etat >> 16 & 0xFF)
    assert relu(compresser(bytes(source))) == source
    with pytest.raises(ValueError, match="compressed"):
        compresser(bytes(source[:-1]))


def test_a_compound_file_reads_back_whole():
    flux = {f"flux {taille}": bytes(rang % 251 for rang in range(taille)) for taille in TAILLES}
    dossier = {f"d{rang}": b"x" * rang for rang in range(150)}
    lu = olefile.OleFileIO(BytesIO(ecrire({**flux, "dossier": dossier})), raise_defects=olefile.DEFECT_UNSURE)
    assert lu.parsing_issues == []
    assert {"/".join(nom) for nom in lu.listdir()} == flux.keys() | {f"dossier/{nom}" for nom in dossier}
    for nom, contenu in flux.items():
        assert lu.openstream(nom).read() == contenu
    for nom, contenu in dossier.items():
        assert lu.openstream(f"dossier/{nom}").read() == contenu


def test_the_unused_entries_of_the_directory_have_no_neighbour_nor_child():
    octets = ecrire({"un": b"1", "deux": b"2"})
    debut = (int.from_bytes(octets[48:52], "little") + 1) * 512
    entrees = [octets[debut + 128 * rang : debut + 128 * (rang + 1)] for rang in range(4)]
    inutilisee = entrees[3]
    assert [entree[66] for entree in entrees] == [5, 2, 2, 0]
    assert inutilisee[68:80] == b"\xff" * 12
    assert not any(inutilisee[:68] + inutilisee[80:])


def test_a_file_too_large_is_refused():
    with pytest.raises(ValueError, match="too large"):
        ecrire({"flux": bytes(8_000_000)})


def test_oletools_reads_the_modules():
    modules = [*documents(3, "' à l’ouverture"), Module("essai", "Sub A()\nEnd Sub"), Module("c", "' rien", "Class")]
    lu = VBA_Parser("vbaProject.bin", data=projet(modules))
    trouves = {nom.partition(".")[0]: texte for _, _, nom, texte in lu.extract_macros()}
    assert set(trouves) == {module.nom for module in modules}
    assert "à l’ouverture" in trouves["ThisWorkbook"]
    assert "Sub A()" in trouves["essai"]


def test_a_character_that_vba_has_not_is_refused():
    with pytest.raises(UnicodeEncodeError):
        projet([Module("essai", "' ⚠")])


def test_the_project_says_of_itself_what_the_shipped_one_says(livre):
    notre = olefile.OleFileIO(BytesIO(projet([*documents(2), Module("Dictionary", "", "Class")])))
    assert notre.openstream("VBA/_VBA_PROJECT").read() == livre.openstream("VBA/_VBA_PROJECT").read()
    fiches, modele = (_fiches(relu(lu.openstream("VBA/dir").read())) for lu in (notre, livre))
    assert _proprietes(fiches) == _proprietes(modele)
    assert [code for code, _ in fiches[-12:]] == [code for code, _ in modele[-12:]]
    lignes, siennes = (lu.openstream("PROJECT").read().split(b"\r\n") for lu in (notre, livre))
    for debut in (b"ID=", b"Name=", b"CMG=", b"DPB=", b"GC=", b"VersionCompatible32=", b"[Host", b"&H00000001="):
        assert [une for une in lignes if une.startswith(debut)] == [une for une in siennes if une.startswith(debut)]


def _fiches(repertoire: bytes) -> list[tuple[int, bytes]]:
    """The records of a `dir` stream: identifier and content."""
    place, fiches = 0, []
    while place < len(repertoire):
        code, taille = struct.unpack_from("<HI", repertoire, place)
        taille += 2 * (code == 0x09)
        fiches.append((code, repertoire[place + 6 : place + 6 + taille]))
        place += 6 + taille
    return fiches


def _proprietes(fiches: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    """What comes before the references."""
    return fiches[: next(rang for rang, (code, _) in enumerate(fiches) if code == 0x16)]
