"""What the parts of the oracle share: plain lists of dictionaries, and a tally by variable code.

The oracle computes the expected indicators from agent sheets with loops over agents. It is deliberately simple, and
shares no code with `processors.agents.agregation`: only what the sources say, written a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from processors.agents.donnees import Donnees

Ligne = dict[str, Any]

FONCTIONNAIRES = ("TITU", "STAG")
CONTRACTUEL = "CONTPERM"
NON_PERMANENT = "CONTNONPERM"
PERMANENTS = (*FONCTIONNAIRES, CONTRACTUEL)

AGES = ("TA001", "TA002", "TA003", "TA004", "TA005", "TA006", "TA007", "TA008", "TA009", "TA010")
CATEGORIES = ("A", "B", "C")


def oui(valeur: object) -> bool:
    return valeur == "OUI"


def plusieurs(valeur: object) -> list[str]:
    """The codes of a list with several answers."""
    return str(valeur).split("|") if valeur is not None else []


def nombre(valeur: object) -> float:
    """A number, 0 for a blank."""
    return float(str(valeur)) if valeur is not None else 0.0


Nombre = float | Fraction


class Compte(dict[str, Nombre]):
    """Expected value of each variable; what is never counted is not there."""

    def ajouter(self, table: str, ligne: str, colonne: str, valeur: Nombre = 1) -> None:
        if valeur:
            code = f"{table}!{ligne}.{colonne}"
            self[code] = self.get(code, 0) + valeur


@dataclass
class Agent:
    """One line of « Agents » and all the lines of the other sheets that bear its key."""

    fiche: Ligne
    lignes: dict[str, list[Ligne]] = field(default_factory=dict)

    def __getitem__(self, champ: str) -> Any:
        return self.fiche.get(champ)

    def __getattr__(self, feuille: str) -> list[Ligne]:
        if feuille.startswith("_") or feuille == "lignes":
            raise AttributeError(feuille)
        return self.lignes.get(feuille, [])

    @property
    def statut(self) -> str:
        return str(self["statut"])

    @property
    def fonctionnaire(self) -> bool:
        return self.statut in FONCTIONNAIRES

    @property
    def contractuel(self) -> bool:
        return self.statut == CONTRACTUEL

    @property
    def permanent(self) -> bool:
        return self.statut in PERMANENTS

    @property
    def non_permanent(self) -> bool:
        return self.statut == NON_PERMANENT

    @property
    def present(self) -> bool:
        """Photograph of 31/12: present and paid."""
        return oui(self["remunere_3112"])

    @property
    def de_l_annee(self) -> bool:
        """Paid at least one day of the year."""
        return self["remunere_3112"] in ("OUI", "absence_temporaire_remuneree") or oui(self["remunere_annee"])

    def colonne(self, hommes: str, femmes: str) -> str:
        return hommes if self["sexe"] == "H" else femmes

    def age(self, annee: int) -> str:
        """Age band at 31/12: the year of birth alone decides."""
        ans = annee - self["naissance"].year
        return AGES[0] if ans < 25 else AGES[min((ans - 20) // 5, 9)]

    def anciennete(self, depuis: str, annee: int) -> int | None:
        """Whole years at 31/12 since a date of the sheet; None when it is blank."""
        entree = self[depuis]
        return None if entree is None else annee - entree.year - (1 if (entree.month, entree.day) > (12, 31) else 0)


def propre(valeur: Any) -> Any:
    """None for what is blank in a table (None, NaN, NaT), a date for a date."""
    if valeur is None or str(valeur) in ("nan", "NaT"):
        return None
    return valeur.date() if hasattr(valeur, "date") else valeur


def agents(donnees: Donnees) -> list[Agent]:
    """The agents, each with its lines of the other sheets, in the order of the sheets."""
    lignes = {nom: _lignes(donnees, nom) for nom in donnees.feuilles}
    trouves = [Agent(fiche) for fiche in lignes.pop("agents")]
    par_cle = {agent["id_agent"]: agent for agent in trouves}
    for nom, toutes in lignes.items():
        for ligne in toutes:
            agent = par_cle.get(ligne.get("id_agent"))
            if agent is not None:
                agent.lignes.setdefault(nom, []).append(ligne)
    return trouves


def _lignes(donnees: Donnees, nom: str) -> list[Ligne]:
    cadre = donnees.feuilles[nom]
    return [{str(champ): propre(valeur) for champ, valeur in ligne.items()} for ligne in cadre.to_dict("records")]


def distincts(compte: Compte, table: str, couples: Iterable[tuple[str, str]]) -> None:
    """Count one agent once in each cell where it appears at least once."""
    for ligne, colonne in set(couples):
        compte.ajouter(table, ligne, colonne)


def dans_l_annee(jour: date | None, annee: int) -> bool:
    return jour is not None and jour.year == annee


Regle = Callable[[Compte, Agent, int], None]
