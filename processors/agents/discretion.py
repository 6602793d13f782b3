"""What a report may show of a cell of the agent sheets: no personal datum, and no name or key in a column of others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from processors.agents.dates import MOIS
from processors.agents.interpretation import Lu
from processors.agents.reperage import Lieu
from processors.intake.interpretation import SPACES, fold, quoted
from processors.libelles import MASKED
from processors.report.mots import pluriel
from schemas.registers import AGENTS, KEY, Anonymised, Field

_LONGUEUR = 80
_MOTS = re.compile(r"[^\W\d_]+")
_UNITES = frozenset({"er", "h", "heure", "heures", "j", "jour", "jours", "mois", "an", "ans", "eur", "euro", "euros"})


def est_personnel(champ: Field) -> bool:
    """Whether no value of a field is ever shown: it names an agent, or says something of the person."""
    return champ.personal or champ.code == KEY or champ.anonymised is Anonymised.EFFACER


@dataclass(frozen=True)
class Discretion:
    """Knows the names and the keys of a workbook (folded), wherever else they were pasted."""

    secrets: frozenset[str]

    def montrer(self, champ: Field, brut: Any, lu: Lu) -> str:
        """A content as a report may show it: itself, « (donnée personnelle) », or « texte de 8 caractères ».

        A refused text is shown only when it looks like what is asked: an answer of the list, a figure, a date. Columns
        that slipped when they were pasted bring names anywhere.
        """
        texte = quoted(brut)
        secret = est_personnel(champ) or fold(texte) in self.secrets
        if lu.refus and not isinstance(brut, int | float) and (secret or not _ressemble(champ, texte, lu)):
            return f"texte de {pluriel(len(texte.strip(SPACES)), 'caractère', 'caractères')}"
        return MASKED if secret else texte[:_LONGUEUR]


def discretion(lieux: Mapping[str, Lieu]) -> Discretion:
    """What is secret in a workbook: the keys of all its sheets, and what names the agents in « Agents »."""
    return Discretion(frozenset(fold(quoted(brut)) for code, lieu in lieux.items() for brut in _nominatifs(code, lieu)))


def _nominatifs(code: str, lieu: Lieu) -> Iterable[Any]:
    noms = (KEY, "nom", "prenom") if code == AGENTS else (KEY,)
    rangs = [lieu.colonnes[nom] for nom in noms if nom in lieu.colonnes]
    for ligne in lieu.feuille.lignes[lieu.premiere :]:
        for rang in rangs:
            if rang < len(ligne) and str(ligne[rang]).strip(SPACES):
                yield ligne[rang]


def _ressemble(champ: Field, texte: str, lu: Lu) -> bool:
    """Whether a refused text looks like what the field asks."""
    return bool(lu.propose) if champ.choices is not None else _chiffre(texte)


def _chiffre(texte: str) -> bool:
    """Whether a text is a figure or a date that was typed with its words: « 12 jours », « 31 février 2019 »."""
    mots = _MOTS.findall(fold(texte))
    connus = all(mot in _UNITES or any(mois.startswith(mot) for mois in MOIS if len(mot) > 2) for mot in mots)
    return connus and any(signe.isdigit() for signe in texte)
