"""The report on one file, as a value: what was read, what was found, and the verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from processors.answers import Answers
from processors.findings import Finding, Severity, Verdict, verdict

NEXT_STEPS: Mapping[Verdict, str] = {
    Verdict.ACCEPTE: "Le bilan peut être transmis. Il n’y a rien à corriger.",
    Verdict.ACCEPTE_AVEC_ALERTES: "Le bilan peut être transmis. Vérifiez d’abord chaque alerte ci-dessous\u00a0: "
    "corrigez les valeurs fausses, laissez celles qui sont justes.",
    Verdict.A_CORRIGER: "Le bilan ne peut pas encore être transmis. Corrigez dans le classeur chaque anomalie "
    "bloquante ci-dessous, enregistrez, puis contrôlez à nouveau le fichier.",
    Verdict.REJETE: "Le fichier n’a pas pu être lu comme un bilan\u00a0: aucune de ses réponses n’est prise en compte. "
    "Suivez les indications ci-dessous, puis envoyez un nouveau fichier.",
}
"""What the sender of the file does next."""

AGENT_STEPS: Mapping[Verdict, str] = {
    Verdict.ACCEPTE: "Les fiches sont prêtes\u00a0: produisez le bilan avec la commande «\u00a0agreger\u00a0».",
    Verdict.ACCEPTE_AVEC_ALERTES: "Le bilan peut être produit. Vérifiez d’abord chaque alerte ci-dessous\u00a0: "
    "corrigez ce qui est faux, laissez ce qui est juste.",
    Verdict.A_CORRIGER: "Corrigez d’abord dans les fiches chaque anomalie bloquante ci-dessous, enregistrez, puis "
    "contrôlez à nouveau le classeur\u00a0: le bilan produit maintenant serait incomplet.",
    Verdict.REJETE: "Le classeur n’a pas pu être lu comme des fiches. Suivez les indications ci-dessous.",
}
"""The same, for agent sheets: they stay in the collectivité."""


@dataclass(frozen=True, slots=True)
class BilanIndicateur:
    """What was read of one indicator."""

    code: str
    titre: str
    valeurs: int


@dataclass(frozen=True)
class Rapport:
    """The report on one file. `date` (ISO 8601) is given by the caller; `indicateurs` follow the form.

    `agents`: number of agents of a workbook of agent sheets, None for a bilan.
    """

    fichier: str
    sha256: str
    date: str
    questionnaire: str = ""
    version: str = ""
    titre: str = ""
    siret: str = ""
    nom: str = ""
    indicateurs: tuple[BilanIndicateur, ...] = ()
    constats: tuple[Finding, ...] = ()
    agents: int | None = None

    @cached_property
    def verdict(self) -> Verdict:
        return verdict(self.constats)

    @property
    def lu(self) -> bool:
        """Whether the file was read as a bilan, or as agent sheets."""
        return self.verdict is not Verdict.REJETE and (self.questionnaire != "" or self.agents is not None)

    @property
    def intitule(self) -> str:
        """Whose file it is; the name of the file when it was not read."""
        return (self.nom or "Collectivité sans nom") if self.lu else self.fichier

    @property
    def suite(self) -> str:
        """What the sender of the file does next."""
        return (NEXT_STEPS if self.agents is None else AGENT_STEPS)[self.verdict]

    @cached_property
    def valeurs_lues(self) -> int:
        return sum(indicateur.valeurs for indicateur in self.indicateurs)

    @cached_property
    def comptes(self) -> Mapping[Severity, int]:
        """Number of findings by severity, the gravest first."""
        counts = Counter(constat.severity for constat in self.constats)
        return {severity: counts[severity] for severity in Severity}

    def comptes_de(self, indicateur: str) -> Mapping[Severity, int]:
        """Number of findings of one indicator by severity."""
        counts = Counter(constat.severity for constat in self.constats if constat.indicator == indicateur)
        return {severity: counts[severity] for severity in Severity}


def rapport_de(answers: Answers, constats: Iterable[Finding], *, fichier: str, sha256: str, date: str) -> Rapport:
    """The report on a file that was read. For a file that was not, build `Rapport` without answers."""
    questionnaire = answers.questionnaire
    counts = Counter(variable.partition("!")[0] for variable in answers.values)
    return Rapport(
        fichier=fichier,
        sha256=sha256,
        date=date,
        questionnaire=questionnaire.id,
        version=answers.version,
        titre=questionnaire.title,
        siret=answers.siret,
        nom=answers.name,
        indicateurs=(
            *(
                BilanIndicateur(
                    indicator.code, indicator.title, sum(counts.pop(table.id, 0) for table in indicator.tables)
                )
                for indicator in questionnaire.indicators
            ),
            *(BilanIndicateur(table, "Tableau inconnu", count) for table, count in counts.items()),
        ),
        constats=tuple(constats),
    )
