"""The report: one value, grouped in one place, written for people and for machines."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest

from processors.applicability import verifier_applicabilite
from processors.findings import CellRef, Finding, Severity, Verdict, finding
from processors.intake import read_workbook
from processors.report import Rapport, groupes, html_rapport, json_rapport, rapport_de, schema_rapport, texte_rapport
from processors.report.groupes import lieux
from processors.report.html_report import MAX_PLACES
from processors.report.rapport import NEXT_STEPS
from processors.validation import valider
from tests.processors.reponses import FEMMES, HOMMES, REC, reponses

HOSTILE = "<script>alert('x')</script>" * 20


def constat(code="C-1", severity=Severity.BLOQUANT, indicator="1.1.1", cells=1, **options) -> Finding:
    refs = tuple(CellRef(f"1.1.1!G{rank:03}.C05", "1.1.1", f"H{rank}", rank) for rank in range(cells))
    return Finding(
        code, severity, options.pop("message", "Message."), options.pop("remedy", "Remède."), refs, **options
    )


def constat_de(indicator, code="C-1", severity=Severity.BLOQUANT) -> Finding:
    return Finding(code, severity, "Message.", "Remède.", indicator=indicator)


def rapport(*constats, values=None) -> Rapport:
    answers = reponses(values or {HOMMES: 3})
    return rapport_de(answers, constats, fichier="bilan.xlsx", sha256="0" * 64, date="2026-11-21")


def reel() -> Rapport:
    """A report on answers with many faults."""
    answers = reponses(
        {HOMMES: -3, FEMMES: HOSTILE, "collectivite!q_fonctionnaires_3112.C01": "NON", "4.1.4!L02.C01": 2050, "x": 1}
    )
    found = [*valider(answers), *verifier_applicabilite(answers)]
    return rapport_de(answers, found, fichier="bilan.xlsx", sha256="a" * 64, date="2026-11-21")


# Counts and verdict


def test_every_value_read_is_counted_in_an_indicator():
    made = rapport(values={HOMMES: 3, FEMMES: 4, "9.9!a.b": 1})
    counts = {item.code: item.valeurs for item in made.indicateurs}
    assert (counts["1.1.1"], counts["collectivite"], counts["9.9"]) == (2, 4, 1)
    assert made.valeurs_lues == 7


def test_the_verdict_says_what_to_do_next():
    assert rapport().verdict is Verdict.ACCEPTE
    assert rapport(constat()).suite == NEXT_STEPS[Verdict.A_CORRIGER]
    assert set(NEXT_STEPS) == set(Verdict)


# Groups


def test_groups_are_by_indicator_in_the_order_of_the_form_then_by_code():
    found = [constat_de("R.3"), constat_de("1.1.1", "C-2", Severity.ALERTE), constat_de("1.1.1"), constat_de("")]
    made = groupes(found, ["1.1.1", "R.3"])
    assert [bloc.indicateur for bloc in made] == ["", "1.1.1", "R.3"]
    assert [groupe.code for groupe in made[1].groupes] == ["C-1", "C-2"]


def test_one_group_counts_its_places():
    ((groupe,),) = [bloc.groupes for bloc in groupes([constat(cells=2), constat(cells=3)])]
    assert groupe.lieux == 5


def test_no_finding_is_lost_in_the_groups():
    found = [constat_de(indicator, code) for indicator in ("", "1.1.1", "9") for code in ("A-1", "B-1")]
    again = [item for bloc in groupes(found, ["1.1.1"]) for groupe in bloc.groupes for item in groupe.constats]
    assert sorted(map(repr, again)) == sorted(map(repr, found))


def test_several_cells_have_each_their_expected_value():
    found = lieux(constat(cells=2, expected=(7, 8)))
    assert [lieu.expected for lieu in found] == [7, 8]


# JSON


def test_the_schema_of_the_report_is_a_valid_schema():
    jsonschema.Draft202012Validator.check_schema(schema_rapport())


@pytest.mark.parametrize(
    "made",
    [rapport(), reel(), Rapport("perdu.xlsx", "", "2026-11-21", constats=(constat(expected=(1, None), cells=2),))],
)
def test_every_report_validates(made):
    data = json.loads(json.dumps(json_rapport(made), allow_nan=False))
    jsonschema.Draft202012Validator(schema_rapport()).validate(data)
    assert len(data["constats"]) == len(made.constats)


def test_values_that_json_does_not_have_are_written_as_text():
    cell = CellRef("v", value=float("nan"))
    found = Finding("C-1", Severity.ALERTE, "Message.", "Remède.", (cell,), expected=Path("/a"))
    written = json_rapport(rapport(found))["constats"][0]
    assert (written["cellules"][0]["valeur"], written["attendu"]) == ("nan", "/a")


# HTML


class Page(HTMLParser):
    """The tags of a page, checked to be closed in order."""

    VOID = frozenset({"meta", "br", "link"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def all(self, name):
        return [attrs for tag, attrs in self.tags if tag == name]


def test_the_page_has_a_language_a_title_and_landmarks():
    page = Page(html_rapport(reel()))
    assert page.all("html") == [{"lang": "fr"}]
    assert all(len(page.all(name)) == 1 for name in ("title", "h1", "main", "header", "footer", "nav"))


def test_every_header_of_a_table_has_a_scope_and_every_table_a_caption():
    page = Page(html_rapport(reel()))
    assert all(attrs.get("scope") in ("col", "row") for attrs in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table")) > 3


def test_links_and_labels_lead_somewhere():
    page = Page(html_rapport(reel()))
    ids = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    assert {attrs["href"].removeprefix("#") for attrs in page.all("a")} <= ids
    assert {attrs["aria-labelledby"] for attrs in page.all("section")} <= ids


def test_the_page_needs_nothing_else():
    text = html_rapport(reel())
    assert not re.search(r"(?:src|href)=\"(?!#)|url\(|@import", text)


def test_values_of_the_workbook_are_escaped_and_shortened():
    text = html_rapport(reel())
    assert "<script" not in text
    assert text.count("alert(") < 8


def test_a_page_without_findings_says_so():
    text = html_rapport(rapport())
    assert "Accepté" in text
    assert "Aucune anomalie" in text


def test_places_are_shown_up_to_a_limit_and_the_rest_counted():
    text = html_rapport(rapport(constat(cells=200)))
    assert text.count('<th scope="row">1.1.1') == MAX_PLACES
    assert f"Les {MAX_PLACES} premiers endroits sont affichés, sur 200" in text


def test_the_page_names_cell_value_expected_and_remedy():
    text = html_rapport(reel())
    assert "Feuille&nbsp;: <strong>C5</strong>" in text
    assert "Saisissez une valeur égale ou supérieure à zéro" in text


def test_french_typography_of_the_page():
    text = re.sub(r"<style>.*?</style>|<[^>]+>", "", html_rapport(reel()), flags=re.DOTALL).replace("&nbsp;", "\u00a0")
    assert re.findall(r".{10} [:;?!»]", text) == []
    assert re.findall(r"« .{10}", text) == []


def _luminance(colour: str) -> float:
    parts = [int(colour[rank : rank + 2], 16) / 255 for rank in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_ink_is_readable_on_every_background():
    css = (Path(__file__).parents[2] / "processors" / "report" / "rapport.css").read_text(encoding="utf-8")
    inks = [ink for name, ink in re.findall(r"--(\w+): (#\w+)", css) if name != "trait"]
    inks = [f"#{ink[1] * 2}{ink[2] * 2}{ink[3] * 2}" if len(ink) == 4 else ink for ink in inks]
    for background in [*re.findall(r"background: (#\w{6})", css), "#ffffff"]:
        for ink in inks:
            light, dark = sorted((_luminance(ink), _luminance(background)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, background)


# Terminal


def test_the_terminal_names_verdict_counts_and_places():
    text = texte_rapport(reel())
    assert "À corriger" in text
    assert "VALEUR-NEGATIVE, 1 endroit" in text
    assert "Feuille!C5" in text


def test_nothing_of_the_workbook_is_markup_in_the_terminal():
    found = constat(message="[bold]gras[/bold] [/]")
    assert "[bold]gras[/bold] [/]" in texte_rapport(rapport(found))


def test_lines_are_not_cut_at_no_break_spaces():
    assert not re.search(r"^\s*[»:;?!]", texte_rapport(reel(), width=60), flags=re.MULTILINE)


def test_an_unread_file_is_named_by_its_file_and_has_neither_siret_nor_answers():
    refused = finding("FICHIER-VIDE", motif="Le fichier est vide.")
    for made in (
        Rapport("perdu.xlsx", "", "2026-11-21", constats=(constat_de(""),)),
        Rapport("perdu.xlsx", "", "2026-11-21", nom="Lue à demi", siret="21350238800019", constats=(refused,)),
    ):
        for text in (html_rapport(made), texte_rapport(made)):
            assert text.count("perdu.xlsx") == (2 if "<title>" in text else 1)
            assert not re.search("Collectivité sans nom|Lue à demi|SIRET|21350238800019|lues?<?", text)


def test_a_bilan_without_a_name_says_so():
    made = replace(rapport(), nom="")
    assert "Collectivité sans nom" in html_rapport(made)
    assert texte_rapport(made).startswith("Collectivité sans nom")


def test_the_advice_of_a_refusal_is_said_once():
    (found,) = read_workbook(Path("absent.xlsx")).findings
    made = Rapport("absent.xlsx", "", "2026-11-21", constats=(found,))
    for text in (html_rapport(made), texte_rapport(made), json.dumps(json_rapport(made), ensure_ascii=False)):
        assert (text.count("introuvable"), text.count("Vérifiez le nom")) == (2, 1)  # the title, then the message


def test_titles_of_groups():
    titres = {indicator.code: indicator.title for indicator in REC.indicators}
    found = groupes([constat_de(""), constat_de("collectivite"), constat_de("1.1.1")], titres)
    assert [bloc.titre(titres) for bloc in found][:2] == ["Le fichier", "Collectivité"]
    assert found[2].titre(titres).startswith("1.1.1 Nombre de fonctionnaires")
