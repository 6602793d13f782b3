"""What the tests of the txt file share: a questionnaire, answers drawn at random, a small set of answers."""

from __future__ import annotations

from hypothesis import strategies as st

import schemas
from processors.answers import Answers
from processors.findings import Finding
from schemas.model import CODED, NUMERIC, Cell, Kind
from schemas.plan import Value
from schemas.variables import cell_of

REC = schemas.questionnaire("rec2019")
SIRET = "21990001600011"
AUTRE_SIRET = "21750001600019"
SIRET_VARIABLE = "collectivite!siret.C01"

OUVERTES = [
    f"{table.id}!L{row}.{column.code}"
    for table in REC.tables.values()
    if table.open_rows
    for row in (11, 12, 99, 100, 999)
    for column in table.columns
]
SAISIES = [code for code, cell in REC.cells.items() if not cell.computed and code != SIRET_VARIABLE]
RARES = [code for code in SAISIES if REC.cells[code].type.kind not in (Kind.ENTIER, Kind.DECIMAL, Kind.MONTANT)]
"""Texts and choices are drawn as often as numbers, though they are few."""

TEXTES = st.text(min_size=1, max_size=40) | st.text(
    "é€ÃŸ©|\\u{}41 \t\r\n\x00\x85\u2028\ufeff\ufffd😀", min_size=1, max_size=12
)
NOMBRES = (
    st.integers(0, 100_000)
    | st.integers()
    | st.decimals(0, 10_000_000, places=2).map(float)
    | st.floats(allow_nan=False, allow_infinity=False)
)


def cellule(code: str) -> Cell:
    cell = cell_of(REC, code)
    assert cell is not None
    return cell


def valeurs_de(code: str) -> st.SearchStrategy[Value]:
    cell_type = cellule(code).type
    if cell_type.kind in NUMERIC or cell_type.kind is Kind.ANNEE:
        return NOMBRES
    if cell_type.kind in CODED:
        return st.sampled_from([element.code for element in REC.choices(cell_type).elements])
    return TEXTES


@st.composite
def reponses(draw: st.DrawFn, siret: str = SIRET, max_size: int = 25) -> Answers:
    variables = st.sampled_from(SAISIES) | st.sampled_from(RARES) | st.sampled_from(OUVERTES)
    codes = draw(st.lists(variables, unique=True, max_size=max_size))
    values: dict[str, Value] = {code: draw(valeurs_de(code)) for code in codes}
    modules = tuple(draw(st.permutations(list(REC.modules)))[: draw(st.integers(1, 4))])
    return Answers(REC, modules, {SIRET_VARIABLE: siret, **values})


def exemple(siret: str = SIRET) -> Answers:
    """The answers of the example of `docs/format-txt.md`."""
    return Answers(
        REC,
        ("rec", "rassct"),
        {
            "collectivite!raison_sociale.C01": "Commune d’Œuilly",
            SIRET_VARIABLE: siret,
            "collectivite!type_collectivite.C01": "CCN",
            "collectivite!q_agents.C01": "OUI",
            "R.3!L11.C02": 12,
            "R.3!L11.C01": "Gestes & postures | « niveau 1 »\nCoût ≈ 0 €",
            "1.1.1!G001.C05": 1,
            "1.1.1!G001.C06": 0,
            "1.1.4!AD_A.C03": 2.5,
        },
    )


def codes(findings: list[Finding]) -> list[str]:
    return [item.code for item in findings]
