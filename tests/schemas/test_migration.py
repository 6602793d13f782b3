"""The language of migrations: what it means, what its loader refuses, how steps compose."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import schemas
from schemas.loader import load
from schemas.migration import (
    CARRIED,
    TO_DECIDE,
    Edition,
    Kind,
    Migration,
    NoPath,
    Step,
    compose,
    identity,
    load_migration,
    path,
    step_of,
)
from schemas.migration.patterns import Pattern, PatternError
from schemas.model import Questionnaire
from schemas.nodes import DeclarationError
from tests.schemas.declaration import FICHIERS, ecrire

HEAD = 'de: "mini@1.1.0"\nvers: "mini@1.1.0"\netapes:\n'
KEEP = '- {conserver: "*!*.*"}\n'


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    return load(ecrire(tmp_path_factory.mktemp("mini"), FICHIERS))


@pytest.fixture
def proved(tmp_path: Path, mini: Questionnaire):
    """Load the migration of `mini` to itself made of these entries."""

    def read(*entries: str) -> Migration:
        (tmp_path / "m.yaml").write_text(HEAD + "".join(f"- {entry}\n" for entry in entries) + KEEP, encoding="utf-8")
        return load_migration(tmp_path / "m.yaml", lambda _: mini)

    return read


def test_a_pattern_names_cells_by_table_row_column_list_and_axis(mini: Questionnaire) -> None:
    def named(text: str) -> list[str]:
        return [cell.code for cell in Pattern.parse(text).entries(mini)]

    assert named("1.1.1!CE1|CE3.C01") == ["1.1.1!CE1.C01", "1.1.1!CE3.C01"]
    assert named("@cadres!CE2.*") == ["1.1.1!CE2.C01", "1.1.1!CE2.C02", "1.1.1!CE2.C03"]
    assert named("*!CE*.[sexes=F]") == ["1.1.1!CE1.C02", "1.1.1!CE2.C02", "1.1.1!CE3.C02"]
    assert named("1.1.2*!L0*.C01") == ["1.1.2.1!L01.C01", "1.1.2.1!L02.C01"]
    assert named("*![filieres=TE].C01") == ["1.1.1!CE3.C01"]
    assert "1.1.1!CE1.T01" not in named("*!*.*")
    for wrong in ("1.1.1", "1.1.1!CE1", "!CE1.C01", "1.1.1!CE1.", "1.1.1![x].C01.C02"):
        with pytest.raises(PatternError):
            Pattern.parse(wrong)


def test_what_no_step_names_is_kept(proved) -> None:
    migration = proved(
        '{renommer: "1.1.1!CE1.C01", en: "1.1.1!CE2.C01", raison: "Fusion."}',
        '{abandonner: "1.1.1!CE2.C01", raison: "Fermé."}',
        '{creer: "1.1.1!CE1.C01", raison: "Ouvert."}',
    )
    kinds = {code: step.kind for code, step in migration.by_source.items()}
    assert kinds.pop("1.1.1!CE1.C01") is Kind.RENAMED
    assert kinds.pop("1.1.1!CE2.C01") is Kind.DROPPED
    assert set(kinds.values()) == {Kind.KEPT}
    assert migration.by_target["1.1.1!CE2.C01"].sources == ("1.1.1!CE1.C01",)
    assert migration.by_target["1.1.1!CE1.C01"].kind is Kind.NEW
    assert migration.by_source["1.1.1!CE1.C01"].origin == "m.yaml:4"


def test_a_sum_gathers_its_sources_by_target(proved) -> None:
    migration = proved(
        '{sommer: "1.1.1!CE1|CE2.C01|C02", en: "1.1.1!CE1.*", raison: "Réunis."}',
        '{creer: "1.1.1!CE2.C01|C02", raison: "Ouvert."}',
    )
    step = migration.by_target["1.1.1!CE1.C02"]
    assert (step.kind, step.sources) == (Kind.SUMMED, ("1.1.1!CE1.C02", "1.1.1!CE2.C02"))


def test_a_target_may_be_several_lines_of_its_table(proved) -> None:
    """By an axis or a list, in the order of the form; what a decision may add to is still filled by its own step."""
    migration = proved('{repartir: "1.1.1!CE3.C01", entre: "1.1.1![filieres=TE].C01|C02", raison: "Détail."}',
                       '{creer: "1.1.1!CE3.C03", raison: "Ouvert."}',
                       '{abandonner: "1.1.1!CE3.C03", raison: "Fermé."}',
                       '{changer: "1.1.1!CE2.C01", vers: "1.1.1!CE1|CE3.*", raison: "Autre champ."}',
                       '{creer: "1.1.1!CE2.C01", raison: "Ouvert."}',
                       '{sommer: "1.1.1!CE1.C01", en: "1.1.1!CE1.*", raison: "Seul."}')  # fmt: skip
    assert migration.by_source["1.1.1!CE3.C01"].targets == ("1.1.1!CE3.C01", "1.1.1!CE3.C02")
    assert migration.by_source["1.1.1!CE2.C01"].targets == ("1.1.1!CE1.C01", "1.1.1!CE3.C01")
    assert migration.by_target["1.1.1!CE3.C02"].kind is Kind.KEPT
    assert migration.by_target["1.1.1!CE1.C01"].sources == ("1.1.1!CE1.C01",)


REFUSED = [
    ("source twice", ['{abandonner: "1.1.1!CE1.C01", raison: "x"}', '{abandonner: "1.1.1!CE*.C01", raison: "x"}'],
     "line 5: « 1.1.1!CE1.C01 » is also a source of line 4"),
    ("target twice", ['{renommer: "1.1.1!CE1|CE2.C01", en: "1.1.1!CE3.C01", raison: "x"}'], "also a target of line 4"),
    ("target twice, decided between",
     ['{changer: "1.1.1!CE2.C02", vers: "1.1.1!CE3.C01", raison: "x"}',
      '{renommer: "1.1.1!CE1|CE2.C01", en: "1.1.1!CE3.C01", raison: "x"}'], "also a target of line 5"),
    ("new and decided",
     ['{changer: "1.1.1!CE1.C01", vers: "1.1.1!CE2.C01", raison: "x"}', '{creer: "1.1.1!CE2.C01", raison: "x"}'],
     "also a target of line 4"),
    ("carried to several", ['{renommer: "1.1.1!CE1.C01", en: "1.1.1!CE2|CE3.*", raison: "x"}'], "2 places for"),
    ("added up in several", ['{sommer: "1.1.1!CE1.C01", en: "1.1.1!CE2|CE3.*", raison: "x"}'], "2 places for"),
    ("no place", ['{repartir: "1.1.1!CE1.C01", entre: "1.1.1![filieres=ZZ].*", raison: "x"}'], "0 places for"),
    ("source forgotten", ['{creer: "1.1.1!CE1.C01", raison: "x"}'], "no step for 1.1.1!CE1.C01"),
    ("target forgotten", ['{abandonner: "1.1.1!CE1.C01", raison: "x"}'], "no step for 1.1.1!CE1.C01"),
    ("nothing named", ['{abandonner: "1.1.1!CE9.*", raison: "x"}'], "« 1.1.1!CE9.* » names no entry"),
    ("computed target", ['{renommer: "1.1.1!CE1.C01", en: "1.1.1!CE1.T01", raison: "x"}'], "is no entry of mini@1.1.0"),
    ("no reason", ['{abandonner: "1.1.1!CE1.C01"}'], "missing: say why"),
    ("no target", ['{renommer: "1.1.1!CE1.C01", raison: "x"}'], "missing"),
    ("unknown key", ['{abandonner: "1.1.1!CE1.C01", raison: "x", pourquoi: "y"}'], "unknown key"),
    ("unknown word", ['{jeter: "1.1.1!CE1.C01", raison: "x"}'], "is expected"),
    ("no pattern", ['{abandonner: "1.1.1", raison: "x"}'], "is not « table!row.column »"),
    ("unit", ['{deplacer: "1.1.1!CE1.C01", vers: "1.1.2.1!L01.C01", raison: "x"}',
              '{abandonner: "1.1.2.1!L01.C01", raison: "x"}', '{creer: "1.1.1!CE1.C01", raison: "x"}'],
     "the unit is agents, then jours"),
    ("text into a sum",
     ['{sommer: "R.1!L01|L02.C01", en: "R.1!L01.C01", raison: "x"}', '{creer: "R.1!L02.C01", raison: "x"}'],
     "only numbers add up"),
    ("answers", ['{renommer: "1.1.2-Q!Q01.C01", en: "1.1.2-Q!Q02.C01", raison: "x"}',
                 '{abandonner: "1.1.2-Q!Q02.C01", raison: "x"}', '{creer: "1.1.2-Q!Q01.C01", raison: "x"}'],
     "the answers ['OUI', 'NON'] are not in its list"),
    ("useless exception", ['{abandonner: "1.1.1!CE1.C01", sauf: "1.1.1!CE2.C01", raison: "x"}'], "leaves nothing out"),
]  # fmt: skip


@pytest.mark.parametrize(("entries", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_faulty_migration_is_refused_by_file_and_line(proved, entries: list[str], message: str) -> None:
    with pytest.raises(DeclarationError) as refused:
        proved(*entries)
    assert refused.value.file == "m.yaml"
    assert message in refused.value.message
    if "no step" not in message:
        assert re.match(r"line [4-6]: ", refused.value.message)


def test_answers_may_be_recoded(proved) -> None:
    migration = proved(
        '{renommer: "1.1.2-Q!Q01.C01", en: "1.1.2-Q!Q02.C01", reponses: {OUI: "T", NON: null}, raison: "x"}',
        '{abandonner: "1.1.2-Q!Q02.C01", raison: "x"}',
        '{creer: "1.1.2-Q!Q01.C01", raison: "x"}',
    )
    assert migration.by_source["1.1.2-Q!Q01.C01"].answers == {"OUI": "T", "NON": None}


def test_the_rows_added_to_an_open_table_follow_the_last_one(proved, mini: Questionnaire) -> None:
    migration = proved()
    step = step_of(migration, mini, "R.1!L14.C02")
    assert step is not None
    assert (step.kind, step.sources, step.targets) == (Kind.KEPT, ("R.1!L14.C02",), ("R.1!L14.C02",))
    assert step_of(migration, mini, "R.1!L01.C02") == migration.by_source["R.1!L01.C02"]
    assert step_of(migration, mini, "1.1.1!CE1.T01") is None
    assert step_of(migration, mini, "1.1.1!CE9.C01") is None


# Composition, on migrations drawn at random between editions of a few variables

A, B, C = Edition("a", "1.0.0"), Edition("b", "1.0.0"), Edition("c", "1.0.0")


@st.composite
def migrations(draw: st.DrawFn, source: Edition, target: Edition, sources: list[str]) -> tuple[Migration, list[str]]:
    """A well-formed migration from these variables, and the variables of its target."""
    left = list(sources)
    steps: list[Step] = []
    targets: list[str] = []
    while left:
        kind = draw(st.sampled_from([Kind.KEPT, Kind.RENAMED, Kind.SUMMED, Kind.SPLIT, Kind.CHANGED, Kind.DROPPED]))
        size = draw(st.integers(2, 3)) if kind is Kind.SUMMED and len(left) > 1 else 1
        taken, left = left[:size], left[size:]
        count = {Kind.DROPPED: 0, Kind.SPLIT: 2, Kind.CHANGED: draw(st.integers(0, 1))}.get(kind, 1)
        made = [taken[0]] if kind is Kind.KEPT else [f"{target.id}!{len(targets) + rank}.C01" for rank in range(count)]
        if kind is Kind.SUMMED and size == 1:
            kind = Kind.MOVED
        steps.append(Step(kind, tuple(taken), tuple(made), f"{target.id}{len(steps)}"))
        targets += made
    for rank in range(draw(st.integers(0, 2))):
        targets.append(f"{target.id}!n{rank}.C01")
        steps.append(Step(Kind.NEW, (), (targets[-1],), "new"))
    return Migration(source, target, tuple(steps)), targets


@st.composite
def chains(draw: st.DrawFn) -> tuple[Migration, Migration, dict[str, int]]:
    sources = [f"a!{rank}.C01" for rank in range(draw(st.integers(1, 7)))]
    first, middle = draw(migrations(A, B, sources))
    second, _ = draw(migrations(B, C, middle))
    values = draw(st.dictionaries(st.sampled_from(sources), st.integers(1, 9)))
    return first, second, values


def carried(migration: Migration, values: Mapping[str, int]) -> dict[str, int]:
    """The values that a migration puts in its target, by the definition of the kinds."""
    found: dict[str, int] = {}
    for step in migration.steps:
        present = [values[code] for code in step.sources if code in values]
        if step.kind in CARRIED and present:
            found[step.targets[0]] = sum(present)
    return found


@given(chains())
def test_a_composition_carries_what_its_two_steps_carry(drawn: tuple[Migration, Migration, dict[str, int]]) -> None:
    first, second, values = drawn
    both = compose(first, second)
    assert carried(both, values) == carried(second, carried(first, values))


@given(chains())
def test_a_composition_forgets_no_variable(drawn: tuple[Migration, Migration, dict[str, int]]) -> None:
    first, second, _ = drawn
    both = compose(first, second)
    sources = [code for step in both.steps for code in step.sources]
    assert sorted(sources) == sorted(first.by_source)
    assert both.by_target.keys() == second.by_target.keys()
    filled = [code for step in both.steps if step.kind not in TO_DECIDE for code in step.targets]
    assert len(filled) == len(set(filled))
    assert all(step.reason for step in both.steps)


@given(chains())
def test_what_is_to_decide_is_never_carried_later(drawn: tuple[Migration, Migration, dict[str, int]]) -> None:
    first, second, _ = drawn
    both = compose(first, second)
    for step in first.steps:
        if step.kind in TO_DECIDE or step.kind is Kind.DROPPED:
            assert all(both.by_source[code].kind not in CARRIED for code in step.sources)


def test_composing_with_the_identity_changes_nothing(mini: Questionnaire, proved) -> None:
    migration = proved('{sommer: "1.1.1!CE1|CE2.C01", en: "1.1.1!CE1.C01", raison: "Réunis."}',
                       '{creer: "1.1.1!CE2.C01", raison: "Ouvert."}')  # fmt: skip
    for both in (compose(identity(mini), migration), compose(migration, identity(mini))):
        for code, step in migration.by_source.items():
            found = both.by_source[code]
            assert (found.kind, found.sources, found.targets) == (step.kind, step.sources, step.targets)
        assert both.by_target.keys() == migration.by_target.keys()


def test_recoded_answers_compose() -> None:
    first = Migration(A, B, (Step(Kind.KEPT, ("x!1.C",), ("x!1.C",), "", {"OUI": "O", "NON": None}),))
    second = Migration(B, C, (Step(Kind.KEPT, ("x!1.C",), ("x!1.C",), "", {"O": "1", "NSP": "0"}),))
    assert compose(first, second).by_source["x!1.C"].answers == {"OUI": "1", "NON": None, "O": "1", "NSP": "0"}


def test_migrations_that_do_not_meet_do_not_compose() -> None:
    with pytest.raises(ValueError, match=r"b@1\.0\.0 is not a@1\.0\.0"):
        compose(Migration(A, B, ()), Migration(A, B, ()))


# The delivered migrations


def test_every_version_of_every_edition_has_a_way_to_the_newest() -> None:
    newest = Edition.of(schemas.questionnaire(schemas.latest()))
    for name in schemas.available():
        for version in schemas.versions(name):
            migration = path(Edition(name, version), newest)
            source, target = schemas.questionnaire(f"{name}@{version}"), schemas.questionnaire(str(newest))
            for found, questionnaire in ((migration.by_source, source), (migration.by_target, target)):
                entries = {cell.code for cell in questionnaire.cells.values() if not cell.computed}
                assert found.keys() == entries


def test_the_way_through_the_versions_is_the_composition_of_its_steps() -> None:
    first, middle, last = (Edition("rec2019", version) for version in ("1.0.0", "1.0.1", "1.1.0"))
    both = compose(path(first, middle), path(middle, last))
    assert both.steps == path(first, last).steps
    with pytest.raises(NoPath):
        path(last, first)


def test_the_edition_of_2017_is_migrated_as_its_sources_say() -> None:
    migration = path(Edition("rec2017", "1.0.0"), Edition("rec2019", "1.0.0"))
    expected = {
        "1.1.4!AD_A.C01": (Kind.DROPPED, ()),
        "1.1.4!AD_A.C03": (Kind.KEPT, ("1.1.4!AD_A.C03",)),
        "1.1.3!AOTM_H.C01": (Kind.SUMMED, ("1.1.3!C_H.C01",)),
        "1.3.1.1!EF007.C02": (Kind.SUMMED, ("1.3.1.1!EF015.C02",)),
        "1.5.0.1!MD006.C01": (Kind.SPLIT, ("1.5.0.1!MD021.C01", "1.5.0.1!MD022.C01")),
        "1.5.0.1!MD010.C05": (Kind.CHANGED, ("1.5.0.1!MD025.C05",)),
        "1.5.0.2!MD015.C01": (Kind.RENAMED, ("1.5.0.2!DCD.C01",)),
        "1.5.6.1!SAUVADET.C01": (Kind.DROPPED, ()),
        "1.1.4!AOTM.C01": (Kind.DROPPED, ()),
        "1.5.5!APC004.C01": (Kind.RENAMED, ("1.5.5!CONCOURS.C01",)),
        "1.5.5!APC006.C01": (Kind.CHANGED, ("1.5.5!CONCOURS.C01",)),
        "1.5.5!APC007.C02": (Kind.CHANGED, ("1.5.5!EXAMEN.C02",)),
        "1.5.5!GRADE.C01": (Kind.CHANGED, ("1.5.5!CHOIX.C01", "1.5.5!EXAMEN.C01", "1.5.5!CONCOURS.C01")),
        "1.5.8!AD.C03": (Kind.MOVED, ("1.5.6!AD.C03",)),
        "1.5.8!AD.C07": (Kind.SUMMED, ("1.5.6!AD.C05",)),
        "7.1.1!L02.C02": (Kind.CHANGED, ("7.1.1!L02.C01",)),
        "2.1.1.11!ABS001.C01": (Kind.CHANGED, ("2.1.1.1!ABS001.C01",)),
        "collectivite!siret.C01": (Kind.KEPT, ("collectivite!siret.C01",)),
    }
    found = {code: (migration.by_source[code].kind, migration.by_source[code].targets) for code in expected}
    assert found == expected
    new = {code.partition("!")[0] for step in migration.steps if step.kind is Kind.NEW for code in step.targets}
    assert new == {"1.1.1", "2.2.6.1", "2.2.6.2", "2.2.6.3", "4.2.3", "G.1", "G.2", "G.3"}
