"""The coherence rules of level « agent » (`schemas/<edition>/controles/agents.yaml`), over the agent sheets.

`agent.x` is a field of « Agents »; `agent.motif_depart` and its like, of the last movement of that nature;
`agent.abs.x`, `agent.rem.x`, `agent.etpr.x` fields of the lines of absences and accidents, pay, periods. A rule about
movements only is evaluated on each movement, with the situation that the movement gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from processors.agents.discretion import est_personnel
from processors.agents.donnees import Donnees
from processors.agents.evaluation import Colonne, Regles, Verite, vide
from processors.agents.reperes import Reperes
from processors.findings import CellRef, Finding, Severity
from processors.libelles import nombre
from schemas.expressions import Expression, Operation, Reference, references
from schemas.registers import AGENTS, KEY, Choices, Register
from schemas.rules import Rule, rules_of

MOUVEMENTS = "mouvements"
_NIVEAU = "agent"
_LISTES = {"abs": ("absences", "accidents"), "rem": ("remunerations",), "etpr": ("periodes",)}
_DATES = {"date_depart": "depart", "date_arrivee": "arrivee"}
"""Fields of the rules that are the date of a movement, by its nature."""

_MOTIFS = {"motif_depart": "depart", "motif_arrivee": "arrivee"}
_ENTRE_PARENTHESES = re.compile(r" \(\{(?:gauche|droite)\}\)")
_CHIFFRE = re.compile(r"\{(gauche|droite)\}")
_COMPARAISONS = frozenset({"<", "<=", ">", ">=", "="})


def regles_agents(fiches: Register) -> list[Rule]:
    """The rules of level « agent » of the questionnaire that the sheets feed."""
    return [regle for regle in rules_of(fiches.feeds) if regle.level == _NIVEAU]


def verifier_regles(fiches: Register, donnees: Donnees) -> Iterator[Finding]:
    """One finding for each rule and each wording of its message, with all the lines that break it."""
    reperes = Reperes(fiches, donnees)
    for regle in regles_agents(fiches):
        for feuille in _feuilles(fiches, regle):
            yield from _Evaluation(fiches, donnees, regle, feuille).constats(reperes)


def _feuilles(fiches: Register, regle: Rule) -> tuple[str, ...]:
    """The sheets whose lines a rule is evaluated on."""
    if regle.each:
        return _LISTES[regle.each]
    noms = {_nom(reference) for reference in references(regle.expression)}
    mouvements = fiches.sheets[MOUVEMENTS].by_code
    if noms <= mouvements.keys() and not noms <= fiches.sheets[AGENTS].by_code.keys():
        return (MOUVEMENTS,)
    return (AGENTS,)


def _nom(reference: Reference) -> str:
    return reference.name.rpartition(".")[2]


class _Evaluation:
    """One rule over the lines of one sheet."""

    def __init__(self, fiches: Register, donnees: Donnees, regle: Rule, feuille: str) -> None:
        self.fiches, self.donnees, self.regle, self.feuille = fiches, donnees, regle, feuille
        self.lignes = donnees[feuille]
        self.moteur = Regles(fiches.feeds, self._lire, self._sommer, self._liste)

    def constats(self, reperes: Reperes) -> Iterator[Finding]:
        if self.lignes.empty:
            return
        fautes = ~self.moteur.vraie(self.regle.expression) & self.lignes[KEY].notna().to_numpy()
        exiges = obligatoires(self.regle.expression)
        if exiges and self.lignes.columns.isin(exiges).sum() == len(exiges):
            yield from self._manquants(exiges, fautes, reperes)
            return
        fautes &= ~self._refusees()
        if not fautes.any():
            return
        champ = self._premier()
        for message, lesquelles in self._messages(fautes):
            yield self._constat(message, reperes.cellules(self.feuille, champ, lesquelles))

    def _manquants(self, exiges: tuple[str, ...], fautes: Verite, reperes: Reperes) -> Iterator[Finding]:
        """One finding for each field that the rule wants filled and is blank; what was refused is said already."""
        for nom in exiges:
            manques = fautes & vide(self.lignes[nom]) & ~self.donnees.refus(self.feuille, nom)
            if manques.any():
                libelle = self.fiches.find(self.feuille, nom).label
                suite = f"\u00a0: {libelle}." if len(exiges) > 1 else "."
                message = self.regle.message.removesuffix(".") + suite
                yield self._constat(message, reperes.cellules(self.feuille, nom, manques))

    def _refusees(self) -> Verite:
        """The lines where a field of the rule was refused: nothing can be said of them until it is corrected."""
        noms = {_nom(reference) for reference in references(self.regle.expression)} & set(self.lignes.columns)
        refus = np.zeros(len(self.lignes), dtype=np.bool_)
        for nom in noms:
            refus |= self.donnees.refus(self.feuille, nom)
        return refus

    def _constat(self, message: str, cellules: list[CellRef]) -> Finding:
        regle = self.regle
        indicateur = regle.indicators[0] if regle.indicators else ""
        gravite = Severity(regle.severity)
        return Finding(
            regle.code, gravite, message, regle.remedy, tuple(cellules), indicator=indicateur, title=regle.title
        )

    def _messages(self, fautes: Verite) -> Iterator[tuple[str, Verite]]:
        """The message with its figures, and the lines that it is about."""
        message = self.regle.message
        comparaison = _comparaison(self.regle.expression)
        if comparaison is not None and any(map(self._personnelle, references(comparaison))):
            message = _ENTRE_PARENTHESES.sub("", message)
        if not _CHIFFRE.search(message) or comparaison is None:
            yield message, fautes
            return
        gauche, droite = (np.broadcast_to(self.moteur.nombre(cote), fautes.shape) for cote in comparaison.operands)
        dits = np.array(
            [
                message.format(gauche=_chiffre(un), droite=_chiffre(autre)) if faute else ""
                for un, autre, faute in zip(gauche, droite, fautes, strict=True)
            ],
            dtype=object,
        )
        for dit in dict.fromkeys(dits[fautes]):
            yield dit, dits == dit

    def _personnelle(self, reference: Reference) -> bool:
        feuilles = (self.feuille, *_LISTES.get(reference.name.split(".")[1], ()))
        champs = (self.fiches.sheets[feuille].by_code.get(_nom(reference)) for feuille in feuilles)
        return any(champ is not None and est_personnel(champ) for champ in champs)

    def _premier(self) -> str:
        """The field to look at: the first one of the rule that the sheet has."""
        declares = self.fiches.sheets[self.feuille].by_code
        noms = (_nom(reference) for reference in references(self.regle.expression))
        return next((nom for nom in noms if nom in declares), KEY)

    # What the expressions read

    def _lire(self, reference: Reference) -> Colonne:
        nom = _nom(reference)
        if self.feuille == MOUVEMENTS:
            return self._situation(nom)
        if nom in self.lignes.columns and (self.feuille != AGENTS or "." not in reference.name.partition(".")[2]):
            return self.lignes[nom]
        if self.feuille != AGENTS:
            return pd.Series(np.nan, index=self.lignes.index)  # an absence has no year, an accident no number of stops
        if nom in _MOTIFS or nom in _DATES:
            return self._dernier(nom)
        return self._sommer(reference)

    def _situation(self, nom: str) -> Colonne:
        """A field of a movement, or of its agent where the movement leaves it blank."""
        propre = self.lignes[nom]
        agents = self.donnees[AGENTS]
        if nom not in agents.columns:
            return propre
        connues = agents.dropna(subset=[KEY]).drop_duplicates(KEY).set_index(KEY)[nom]
        return propre.where(propre.notna(), self._porter(connues))

    def _dernier(self, nom: str) -> Colonne:
        """The field of the last movement of a nature, for each agent."""
        mouvements = self.donnees[MOUVEMENTS]
        nature = _MOTIFS.get(nom) or _DATES[nom]
        retenus = mouvements[mouvements["nature"] == nature].sort_values("date", kind="stable")
        derniers = retenus.dropna(subset=[KEY]).drop_duplicates(KEY, keep="last").set_index(KEY)
        return self._porter(derniers["date" if nom in _DATES else nom])

    def _porter(self, par_cle: Colonne) -> Colonne:
        """The value of the agent of each line, blank for an agent that has none."""
        return par_cle.reindex(self.lignes[KEY]).set_axis(self.lignes.index)

    def _sommer(self, reference: Reference) -> Colonne:
        """The total of a field over the lines of each agent."""
        liste, nom = reference.name.split(".")[1], _nom(reference)
        total = sum(
            self.donnees[feuille].groupby(KEY)[nom].sum() for feuille in _LISTES[liste] if nom in self.donnees[feuille]
        )
        return self._porter(pd.Series(total)).fillna(0.0)

    def _liste(self, reference: Reference) -> Choices | None:
        nom = _nom(reference)
        liste = reference.name.split(".")[1]
        for feuille in (self.feuille, *_LISTES.get(liste, ()), AGENTS, MOUVEMENTS):
            champ = self.fiches.sheets[feuille].by_code.get(nom)
            if champ is not None:
                return champ.choices
        return None


def obligatoires(expression: Expression) -> tuple[str, ...]:
    """The fields that a rule wants filled, each of them, where it applies; none for a rule that asks anything else."""
    match expression:
        case Operation("si", (_, droite)):
            return obligatoires(droite)
        case Operation("et", operandes):
            noms = [obligatoires(une) for une in operandes]
            return tuple(nom for suite in noms for nom in suite) if all(noms) else ()
        case Operation("non", (Operation("vide", (Reference() as reference,)),)):
            return (_nom(reference),)
    return ()


def _comparaison(noeud: Expression) -> Operation | None:
    """The first comparison of figures of a rule."""
    match noeud:
        case Operation(operateur, operandes) if operateur in _COMPARAISONS:
            return Operation(operateur, operandes)
        case Operation(_, operandes):
            return next((trouvee for une in operandes if (trouvee := _comparaison(une)) is not None), None)
    return None


def _chiffre(valeur: float) -> str:
    return nombre(int(valeur) if float(valeur).is_integer() else round(float(valeur), 2))
