"""The one place that says how findings are grouped for a reader: by indicator, then by code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from processors.findings import CellRef, Finding, Severity
from schemas.model import COLLECTIVITE

WHOLE_FILE = ""
_RANK = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Lieu:
    """A cell of a finding with what was expected there. `en_regard`: it is on the other side of the rule."""

    cell: CellRef
    expected: object
    en_regard: bool = False


@dataclass(frozen=True, slots=True)
class Groupe:
    """The findings of one code in one indicator."""

    code: str
    titre: str
    gravite: Severity
    constats: tuple[Finding, ...]

    @property
    def lieux(self) -> int:
        """Number of places to look at."""
        return sum(max(1, len(constat.cells)) for constat in self.constats)

    @property
    def remede(self) -> str | None:
        """The remedy when it is the same for all, else None."""
        remedies = {constat.remedy for constat in self.constats}
        return remedies.pop() if len(remedies) == 1 else None

    @property
    def simple(self) -> bool:
        """Whether each finding is about one cell: they all fit in one table."""
        return all(len(constat.cells) == 1 and not constat.others for constat in self.constats)

    @property
    def attend(self) -> bool:
        """Whether a right value is known for at least one finding."""
        return any(constat.expected is not None for constat in self.constats)


@dataclass(frozen=True, slots=True)
class GroupeIndicateur:
    """The groups of one indicator, the gravest first; `indicateur` is '' for what concerns the whole file."""

    indicateur: str
    groupes: tuple[Groupe, ...]

    def titre(self, titres: Mapping[str, str]) -> str:
        """The heading of these groups; `titres` gives the titles of the indicators by code."""
        if self.indicateur == WHOLE_FILE:
            return "Le fichier"
        if self.indicateur == COLLECTIVITE:
            return "Collectivité"
        return f"{self.indicateur} {titres.get(self.indicateur, '')}".rstrip()


def groupes(findings: Iterable[Finding], ordre: Iterable[str] = ()) -> list[GroupeIndicateur]:
    """Findings by indicator, then by code. `ordre`: the indicator codes in the order of the form.

    What concerns the whole file comes first, then the indicators of `ordre`, then the others as they come.
    """
    by_indicator: dict[str, dict[str, list[Finding]]] = {}
    for item in findings:
        by_indicator.setdefault(item.indicator, {}).setdefault(item.code, []).append(item)
    known = dict.fromkeys([WHOLE_FILE, *ordre, *by_indicator])
    return [
        GroupeIndicateur(indicator, tuple(_codes(by_indicator[indicator])))
        for indicator in known
        if indicator in by_indicator
    ]


def _codes(by_code: dict[str, list[Finding]]) -> Iterator[Groupe]:
    for code, found in sorted(by_code.items(), key=lambda item: _RANK[item[1][0].severity]):
        yield Groupe(code, found[0].title or code, found[0].severity, tuple(found))


def lieux(constat: Finding) -> list[Lieu]:
    """The cells of a finding with what was expected in each, then those of the other side of the rule."""
    several = isinstance(constat.expected, tuple) and len(constat.expected) == len(constat.cells)
    expected = constat.expected if isinstance(constat.expected, tuple) and several else None
    here = [
        Lieu(cell, expected[rank] if expected is not None else constat.expected)
        for rank, cell in enumerate(constat.cells)
    ]
    return here + [Lieu(cell, None, en_regard=True) for cell in constat.others]
