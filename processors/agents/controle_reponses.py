"""Questions that some agents answer and others leave blank: the bilan can then say neither « Non » nor 0."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from processors.agents.agregation.regles import Filtre, Zeros, lire_questions, lire_regles
from processors.agents.agregation.reponses import de_l_agent, interroges, sans_reponse
from processors.agents.agregation.vues import Vues
from processors.agents.donnees import LIGNE, Donnees
from processors.agents.reperes import Reperes, exemple
from processors.findings import Finding, finding
from processors.report.mots import pluriel
from schemas.registers import AGENTS, KEY


def verifier_reponses(vues: Vues, donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    """One finding for each question of the agents that is answered in part."""
    if vues.agents.empty:
        return
    for champ, populations in _questions(vues.fiches.year).items():
        feuille = de_l_agent(vues, champ)
        if feuille is None:
            continue
        demandes = np.logical_or.reduce([interroges(vues, champ, parmi) for parmi in populations])
        muets = np.logical_or.reduce([sans_reponse(vues, champ, parmi) for parmi in populations])
        repondu = demandes & vues.agents[champ].notna().to_numpy(np.bool_)
        if not repondu.any() or not muets.any():
            continue
        lignes = donnees[feuille.code]
        if feuille.code == AGENTS:
            fautes = lignes.index.isin(vues.agents.loc[muets, LIGNE])
        else:
            fautes = lignes[KEY].isin(vues.agents.loc[muets, KEY]).to_numpy(np.bool_)
        cellules = reperes.cellules(feuille.code, champ, fautes & ~donnees.refus(feuille.code, champ))
        if cellules:
            yield finding(
                "FICHES-REPONSES-PARTIELLES",
                cellules,
                champ=feuille.by_code[champ].label,
                remplis=pluriel(int(repondu.sum()), "agent", "agents"),
                vides=pluriel(len(cellules), "agent", "agents"),
                exemple=exemple(cellules),
            )


def _questions(annee: int) -> dict[str, list[Filtre]]:
    """The fields that a « Non » or the zeros of a table wait for, and of whom."""
    trouvees: dict[str, list[Filtre]] = {}
    for question in lire_questions():
        for champ in () if question.jamais_non else question.renseigne:
            trouvees.setdefault(champ, []).append(question.parmi)
    for regle in lire_regles(annee=annee):
        for champ in regle.renseigne if regle.zeros is Zeros.TABLEAU else ():
            trouvees.setdefault(champ, []).append(regle.parmi)
    return trouvees
