"""The differences between two editions, by indicator: cells first (with what becomes of them), then texts and rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from processors.answers import split_variable
from processors.editions.cadre import HORS_INDICATEUR, autour
from processors.editions.inversion import inverse
from processors.editions.modele import Ecart
from processors.editions.places import en_mots
from schemas import FOLDER
from schemas.declaration import declaration
from schemas.migration import Edition, Kind, Migration, NoPath, Step, path
from schemas.model import Indicator, Questionnaire, Table

TEXTE = "libelle"
"""Nature of a difference that changes no cell."""
DOUTE = "incertain"
"""Nature of a remark on the form of an edition that is not known for certain."""
DOUBTS = {"deduit": "déduite", "suppose": "supposée"}
FATES = {
    Kind.KEPT: "reprises telles quelles",
    Kind.RENAMED: "reprises sous un autre code",
    Kind.MOVED: "reprises dans un autre tableau",
    Kind.SUMMED: "additionnées",
    Kind.SPLIT: "à répartir par vos soins",
    Kind.CHANGED: "mises à part, à ressaisir",
    Kind.DROPPED: "laissées",
    Kind.NEW: "à saisir",
}
"""What a migration does of the answers, by kind of step."""
TITLES = {
    Kind.RENAMED: "Code changé",
    Kind.MOVED: "Tableau changé",
    Kind.SUMMED: "Lignes réunies",
    Kind.SPLIT: "Ligne détaillée",
    Kind.CHANGED: "Sens changé",
    Kind.DROPPED: "Plus demandé",
    Kind.NEW: "Nouveau",
}
UNDECLARED = "Aucune migration n’est déclarée dans ce sens."
NOT_CARRIED = "non reprises\u00a0: aucune migration ne va dans ce sens"
"""The fate of the answers when the migration is read backwards."""


def natures(ecarts: Iterable[Ecart]) -> dict[str, int]:
    """How many cells each nature of difference concerns, in the order of the kinds."""
    counts: dict[str, int] = {}
    for ecart in ecarts:
        counts[ecart.intitule] = counts.get(ecart.intitule, 0) + ecart.cellules
    return counts


def comparer(source: Questionnaire, target: Questionnaire) -> list[Ecart]:
    """The differences between two editions, in the order of the form, indicator by indicator.

    Where a migration goes the other way only, it is read backwards: the cells are matched, no answer is carried.
    """
    migration = _declared(source, target)
    fates = FATES
    if migration is None:
        fates = dict.fromkeys(FATES, NOT_CARRIED)
        other_way = _declared(target, source)
        migration = inverse(other_way) if other_way else _same_codes(source, target)
    around = autour(source, target, migration, _years(source, target))
    found = [*_steps(source, target, migration, fates), *_texts(source, target), *around, *_doubts(source, target)]
    order: dict[str, int] = {}
    for questionnaire in (target, source):
        for indicator in questionnaire.indicators:
            order.setdefault(indicator.code, _rank(questionnaire, indicator))
    order |= {name: len(order) + rank for rank, name in enumerate(HORS_INDICATEUR)}
    return sorted(found, key=lambda ecart: order[ecart.indicateur])


def _rank(questionnaire: Questionnaire, indicator: Indicator) -> int:
    return questionnaire.indicators.index(indicator)


def sens_inverse(source: Questionnaire, target: Questionnaire) -> bool:
    """Whether no migration goes from one to the other: no answer can be carried that way."""
    return _declared(source, target) is None


def _declared(source: Questionnaire, target: Questionnaire) -> Migration | None:
    try:
        return path(Edition.of(source), Edition.of(target))
    except NoPath:
        return None


def _same_codes(source: Questionnaire, target: Questionnaire) -> Migration:
    """Without a migration either way, what has the same code is kept, and nothing else is known."""
    before, after = _entries(source), _entries(target)
    kept = (Step(Kind.KEPT, (code,), (code,)) for code in before if code in after)
    gone = (Step(Kind.DROPPED, (code,), (), UNDECLARED) for code in before if code not in after)
    new = (Step(Kind.NEW, (), (code,), UNDECLARED) for code in after if code not in before)
    return Migration(Edition.of(source), Edition.of(target), (*kept, *gone, *new))


def _entries(questionnaire: Questionnaire) -> dict[str, None]:
    return {cell.code: None for cell in questionnaire.cells.values() if not cell.computed}


def _steps(
    source: Questionnaire, target: Questionnaire, migration: Migration, fates: Mapping[Kind, str]
) -> Iterator[Ecart]:
    """One difference per table, kind and reason: the steps of a pattern make one line again."""
    groups: dict[tuple[str, Kind, str, tuple[str, ...]], list[Step]] = {}
    for step in migration.steps:
        if step.kind is not Kind.KEPT:
            tables = tuple(dict.fromkeys(split_variable(code)[0] for code in (*step.sources[:1], *step.targets)))
            groups.setdefault((tables[0], step.kind, step.reason, tables), []).append(step)
    for (table, kind, reason, _), steps in groups.items():
        sources = [code for step in steps for code in step.sources]
        targets = [code for step in steps for code in step.targets]
        home = target if kind is Kind.NEW else source
        yield Ecart(
            home.indicator_of[table].code,
            home.indicator_of[table].title,
            kind.value,
            TITLES[kind],
            en_mots(source, sources),
            en_mots(target, targets),
            len(targets if kind is Kind.NEW else sources),
            reason,
            fates[kind],
        )


def _texts(source: Questionnaire, target: Questionnaire) -> Iterator[Ecart]:
    """Titles, scopes and labels that changed otherwise than by the year, on what both editions have."""
    before = {indicator.code: indicator for indicator in source.indicators}
    shift = _years(source, target)
    for indicator in target.indicators:
        old = before.get(indicator.code)
        if old is None:
            continue
        pairs = {"titre": (old.title, indicator.title), "champ": (old.scope, indicator.scope)}
        for table in indicator.tables:
            if table.id in source.tables:
                pairs |= _labels(source.tables[table.id], table)
        for place, (was, now) in pairs.items():
            if shift(was) != now:
                yield Ecart(indicator.code, indicator.title, TEXTE, "Libellé", was, now, 0, place, "")


def _doubts(*editions: Questionnaire) -> Iterator[Ecart]:
    """What is not known for certain of the form of an edition, on the indicators that it has."""
    for edition in editions:
        titles = {indicator.code: indicator.title for indicator in edition.indicators}
        for difference in declaration(FOLDER / edition.id).differences:
            code = difference.file.removeprefix("indicateurs/").removesuffix(".yaml")
            if difference.certainty in DOUBTS and code in titles:
                note = f"{difference.note} ({edition.id}, forme {DOUBTS[difference.certainty]})"
                yield Ecart(code, titles[code], DOUTE, "Incertain", "", "", 0, note, "")


def _labels(before: Table, after: Table) -> Mapping[str, tuple[str, str]]:
    pairs = {f"tableau {after.id}": (before.title, after.title)}
    for what, old, new in (
        ("ligne", before.row_by_code, after.row_by_code),
        ("colonne", before.column_by_code, after.column_by_code),
    ):
        for code, line in new.items():
            if code in old and (label := _label(old[code].number, old[code].label)):
                pairs[f"tableau {after.id}, {what} {code}"] = (label, _label(line.number, line.label))
    return pairs


def _label(number: str, label: str) -> str:
    return f"{number} {label}".strip()


class _Years:
    """Rewrites the years of a text of the source as those of the target: a later year is no other text."""

    def __init__(self, before: int, after: int) -> None:
        self.pairs = [(f"{before + gap}", f"{after + gap}") for gap in (1, 0, -1)]

    def __call__(self, text: str) -> str:
        marked = text
        for rank, (old, _) in enumerate(self.pairs):
            marked = marked.replace(old, f"\x00{rank}")
        for rank, (_, new) in enumerate(self.pairs):
            marked = marked.replace(f"\x00{rank}", new)
        return marked


def _years(source: Questionnaire, target: Questionnaire) -> _Years:
    return _Years(source.year, target.year)
