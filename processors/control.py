"""The whole check of one report: reading, schema, applicability, coherence, totals; and what may be passed on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from processors.answers import Answers
from processors.applicability import verifier_applicabilite
from processors.coherence import Derogation, appliquer, justifier, verifier_coherence
from processors.findings import Finding, Severity, Verdict, finding, oversized, verdict
from processors.intake.precedent import supplement_of
from processors.pertes import Pertes
from processors.reprise import verifier_precedent, verifier_reste
from processors.sources import Source, read
from processors.totals import comparer
from processors.validation import denoised, valider, verifier_modules
from schemas.plan import plan_of
from workbook_templates.supplement import Supplement

if TYPE_CHECKING:
    from processors.report import Rapport


@dataclass(frozen=True)
class Sheets:
    """Whose agent sheets a workbook holds, and how many agents."""

    name: str = ""
    siret: str = ""
    agents: int = 0


@dataclass(frozen=True)
class Checked:
    """A report and all its findings. `reading` are those of the reading and of the schema only.

    `unusable` are the variables whose value the schema refuses: they go no further. `raw` holds the contents of a
    workbook that became no answer, as they were typed, by variable code or by sheet and address. `agents`: whose
    agent sheets were checked. `no_report`: the file holds agent sheets, and a report was wanted. `pertes`: the lines of
    a txt that became no answer. `supplement`: what a workbook carries beside its answers, to be written again.
    """

    answers: Answers | None
    findings: tuple[Finding, ...]
    reading: tuple[Finding, ...]
    unusable: frozenset[str] = frozenset()
    raw: Mapping[str | tuple[str, str], object] = field(default_factory=dict)
    agents: Sheets | None = None
    no_report: bool = False
    pertes: Pertes = field(default_factory=Pertes)
    supplement: Supplement = field(default_factory=Supplement)

    @property
    def verdict(self) -> Verdict:
        return verdict(self.findings)

    @property
    def complete(self) -> bool:
        """Whether every value of the file was read and may be passed on."""
        return self.answers is not None and not any(found.severity is Severity.BLOQUANT for found in self.reading)

    def usable(self) -> Answers:
        """The answers without the values that the schema refuses. Raise ValueError when nothing was read."""
        if self.answers is None:
            raise ValueError("nothing was read")
        values = {code: value for code, value in self.answers.values.items() if code not in self.unusable}
        return replace(self.answers, values=values)


def annotate(path: Path, checked: Checked) -> None:
    """Write at `path` a copy of the workbook with its findings on the cells, and everything that was typed.

    Raise ValueError when nothing was read, OSError when the file cannot be written.
    """
    from processors.annotated import ecrire_annote  # only needed by who writes one

    usable = checked.usable()
    assert checked.answers is not None
    typed: dict[str | tuple[str, str], object] = dict(checked.raw)
    typed |= {code: checked.answers.values[code] for code in checked.unusable}
    ecrire_annote(path, usable, checked.findings, typed, checked.supplement)


def check(
    path: Path, derogations: Sequence[Derogation] = (), day: date | None = None, *, agents: bool = False
) -> list[Checked]:
    """Check every report of a file (one, or one per SIRET of a grouped txt), with the waivers in force on a day.

    With `agents`, a workbook of agent sheets is checked as such; without, it is refused: it is no report.
    """
    sources = read(path)
    if agents and len(sources) == 1 and (checked := _check_agents(path, sources[0])) is not None:
        return [checked]
    return [check_source(source, derogations, day) for source in sources]


def _check_agents(path: Path, source: Source) -> Checked | None:
    """The check of agent sheets; None for a file that holds none.

    They may be larger than a report ever is: a file refused for its size is tried again, with their own limits.
    """
    if source.agents is None and not any(map(oversized, source.findings)):
        return None
    from processors.agents.controle import controler_classeur, controler_fiches  # pandas is for who has agent sheets

    if source.agents is None:
        data, findings = controler_fiches(path)
        if data is None:
            return None
        found = tuple(findings)
    else:
        data, findings = controler_classeur(source.agents)
        found = (*source.findings, *findings)
    if data is None:
        return Checked(None, found, found, agents=Sheets())
    name, siret = (str(data.collectivite.get(code) or "") for code in ("raison_sociale", "siret"))
    return Checked(None, found, found, agents=Sheets(name, siret, len(data["agents"])))


def check_source(source: Source, derogations: Sequence[Derogation] = (), day: date | None = None) -> Checked:
    """Check one report that was read. `day` is the one on which `derogations` must be in force, today by default."""
    answers = source.answers
    if answers is None:
        not_a_report = [finding("FICHES-PAS-UN-BILAN")] if source.agents is not None else []
        return Checked(None, (*source.findings, *not_a_report), source.findings, no_report=bool(not_a_report))
    answers = denoised(answers)
    lost = _lost(source.findings, answers)
    refused = () if source.validated else tuple(_unsaid(valider(answers), _refused(source.findings)))
    reading = (*source.findings, *refused, *verifier_modules(answers))
    unusable = _refused(reading)
    plan = plan_of(answers.questionnaire)
    block = plan.compute(plan.block(answers.values))
    findings = [*reading, *_unsaid(verifier_applicabilite(answers, block), lost)]
    incoherent = verifier_coherence(answers, block, (unusable & answers.values.keys()) | lost)
    if derogations:
        incoherent = appliquer(answers.questionnaire, incoherent, derogations, day or date.today())
    findings += justifier(incoherent, answers.justifications)
    if source.precedent is not None:
        findings += verifier_precedent(answers, block, source.precedent)
    findings += verifier_reste(source.rework)
    if source.totals is not None:
        findings += comparer(answers, source.totals, plan.computed_values(block))
    return Checked(
        answers,
        tuple(findings),
        reading,
        unusable & answers.values.keys(),
        source.raw,
        pertes=source.pertes,
        supplement=supplement_of(source.rework, source.precedent),
    )


def _refuses(found: Finding) -> bool:
    return found.severity is Severity.BLOQUANT


def _lost(findings: Iterable[Finding], answers: Answers) -> frozenset[str]:
    """The variables that hold something that the reading could not take: they are not blank."""
    return _refused(findings) - answers.values.keys()


def _refused(findings: Iterable[Finding]) -> frozenset[str]:
    """The variables whose value is refused."""
    return frozenset(cell.variable for found in findings if _refuses(found) for cell in found.cells)


def _unsaid(findings: Iterable[Finding], said: frozenset[str]) -> Iterator[Finding]:
    """Without those on cells that were refused already: one fault, one finding."""
    for found in findings:
        if not found.cells or not all(cell.variable in said for cell in found.cells):
            yield found


def report(path: Path, checked: Checked, day: date) -> Rapport:
    """The report on a file that was checked on a given day."""
    from processors.report import Rapport, rapport_de  # templates are only needed by who writes one

    digest = sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    if checked.answers is None:
        sheets = checked.agents or Sheets()
        agents = sheets.agents if checked.agents else None
        return Rapport(
            path.name,
            digest,
            day.isoformat(),
            siret=sheets.siret,
            nom=sheets.name,
            constats=checked.findings,
            agents=agents,
        )
    return rapport_de(checked.answers, checked.findings, fichier=path.name, sha256=digest, date=day.isoformat())
