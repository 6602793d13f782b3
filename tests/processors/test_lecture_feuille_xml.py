"""The scan of worksheet parts: by regular expressions and by expat, with the same results."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.lecture.balayage import Etendue
from processors.lecture.erreurs import LectureImpossible
from processors.lecture.feuille_expat import balayer_expat
from processors.lecture.feuille_xml import FeuilleXml

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
CELLULES = (
    '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" s="3"><f>SUM(A1:A9)</f><v>3</v></c>'
    '<c r="C2"><f t="shared" si="0"/><v>3</v></c><c r="D2" t="e"><v>#N/A</v></c>'
    '<c r="E2" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="F2" s="1"/>'
    '<c r="G2" t="inlineStr"><is><t>t=&quot;e&quot; "e" :c </t></is></c></row>'
)
FORMULES = {(1, 1), (1, 2), (1, 4)}
ERREURS = {(1, 3): "#N/A", (1, 4): "#DIV/0!"}


def feuille(cellules: str = CELLULES, racine: str = "worksheet", xmlns: str = MAIN) -> bytes:
    texte = f'<?xml version="1.0" encoding="UTF-8"?>\n<{racine} {xmlns}><sheetData>{cellules}</sheetData></{racine}>'
    return texte.encode()


def prefixer(octets: bytes) -> bytes:
    avec = re.sub(rb"<(/?)(?=[a-z])", rb"<\1x:", octets)
    return avec.replace(b'xmlns="', b'xmlns:x="')


ECRITURES = {
    "habituelle": feuille(),
    "attributs dans un autre ordre": re.sub(rb'<c (r="\w+")( [^>/]+)', rb"<c\2 \1", feuille()),
    "guillemets simples": feuille(CELLULES.replace('"', "'").replace("&quot;", '"')),
    "type entre guillemets simples": feuille(CELLULES.replace('t="e"', "t='e'")),
    "préfixe": prefixer(feuille()),
    "espaces": feuille(CELLULES.replace("><", ">\n  <")),
    "espaces dans les balises": feuille(CELLULES.replace("<c r=", "<c\n  r = ")),
    "commentaires": feuille("<!-- <c r='Z9'><f>1</f></c> -->" + CELLULES),
    "CDATA": feuille(CELLULES.replace("t=&quot;e&quot;", '<![CDATA[<c r="Z9" t="e"><f>1</f><v>x</v></c>]]>')),
    "instructions": feuille('<?outil <c r="Z9"><f>?>' + CELLULES),
}


@pytest.mark.parametrize("ecriture", ECRITURES)
def test_formulas_and_errors_are_found_however_the_part_is_written(ecriture):
    balayage = FeuilleXml(ECRITURES[ecriture])
    assert balayage.formules == FORMULES
    assert balayage.erreurs == ERREURS


@pytest.mark.parametrize("ecriture", ECRITURES)
def test_extent_is_exact_when_bounds_are_tight(ecriture):
    assert FeuilleXml(ECRITURES[ecriture]).etendue(1, 1) == Etendue(2, 7)


def test_usual_part_never_reaches_expat(monkeypatch):
    monkeypatch.setattr("processors.lecture.feuille_xml.balayer_expat", lambda _: pytest.fail("expat"))
    balayage = FeuilleXml(ECRITURES["habituelle"])
    assert balayage.formules and balayage.erreurs
    assert balayage.etendue(20_000, 1_000) == Etendue(9_999, 702)


@pytest.mark.parametrize(
    "cellules",
    [
        '<c r="A1"/><c r="XFD1048576"/>',
        '<c s="1" r="XFD1048576"/>',
        "<c r='XFD1048576'/>",
        '<x:c xmlns:x="urn:autre" r="XFD1048576"/>',
        '<c\tr="XFD1048576"/>',
        '<c r="xfd1048576"/>',
        '<c r="A1"/><c r="AAA1"/><c r="XFD1048576"></c>',
    ],
)
def test_far_cell_is_seen_however_it_is_written(cellules):
    assert FeuilleXml(feuille(f"<row>{cellules}</row>")).etendue(20_000, 1_000) == Etendue(1_048_576, 16_384)


def test_cells_without_reference_follow_the_previous_one():
    balayage = FeuilleXml(feuille('<row><c/><c><f>1</f></c></row><row r="5"><c r="C5"/><c t="e"><v>#N/A</v></c></row>'))
    assert balayage.formules == {(0, 1)}
    assert balayage.erreurs == {(4, 3): "#N/A"}


def test_merged_area_is_summed():
    fusions = '</sheetData><mergeCells><mergeCell ref="A1:B3"/><mergeCell ref="D4:D5"/></mergeCells><sheetData>'
    assert FeuilleXml(feuille(fusions)).surface_fusionnee == 8


def test_malformed_unusual_part_is_refused():
    with pytest.raises(LectureImpossible, match="FICHIER-CORROMPU"):
        assert FeuilleXml(b"<x:c></x:d>").formules


colonnes = st.text("ABCXYZ", min_size=1, max_size=2)
lignes = st.integers(1, 9_999)
attributs = st.sampled_from(["", ' s="12"', ' t="e"', ' s="1" t="e"', ' t="str"', ' t="e" s="1"', ' cm="1" t="n"'])
contenus = st.sampled_from(
    ["", "<v>1</v>", "<f>A1&gt;2</f><v>#N/A</v>", '<f t="shared" si="0"/><v>1</v>', "<f/>", "<v>#REF!</v>", "<v/>"]
)


@given(st.lists(st.tuples(colonnes, lignes, attributs, contenus), max_size=8, unique_by=lambda c: c[:2]))
def test_regular_expressions_agree_with_expat(cellules):
    octets = feuille("".join(f'<c r="{c}{r}"{a}>{v}</c>' for c, r, a, v in cellules))
    rapide, complet = FeuilleXml(octets), balayer_expat(octets)
    assert rapide.formules == complet.formules
    assert rapide.etendue(1, 1) == complet.etendue(1, 1)
    assert {p: t for p, t in rapide.erreurs.items() if t} == {p: t for p, t in complet.erreurs.items() if t}
