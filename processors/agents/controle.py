"""The checks of the agent sheets: keys, required fields, dates, durations, contradictions, and the declared rules.

Messages say the sheet and the line, never a name nor a key: a report may be shown to somebody who helps.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from processors.agents.agregation.vues import Vues
from processors.agents.controle_champs import verifier_champs
from processors.agents.controle_comptes import verifier_comptes
from processors.agents.controle_dates import verifier_dates
from processors.agents.controle_durees import verifier_durees
from processors.agents.controle_mouvements import verifier_mouvements
from processors.agents.controle_periodes import verifier_periodes
from processors.agents.controle_postes import lignes_de_plusieurs_postes, plusieurs_postes
from processors.agents.controle_regles import verifier_regles
from processors.agents.controle_reponses import verifier_reponses
from processors.agents.donnees import Donnees
from processors.agents.lecture import lire_feuilles, lire_fiches
from processors.agents.reperes import Reperes, exemple
from processors.findings import Finding, finding
from processors.lecture import Classeur
from processors.report.mots import pluriel
from schemas.registers import AGENTS, KEY, PerAgent, Register, Sheet
from schemas.registers_reader import register

_NIR = r"[1-478][0-9]{2}(?:0[1-9]|1[0-2]|[2-9][0-9])(?:[0-9]{2}|2[AB])[0-9]{6}(?:[0-9]{2})?"
"""A social security number: sex, year, month, department, municipality, order, and its key perhaps."""


def controler_fiches(chemin: Path) -> tuple[Donnees | None, list[Finding]]:
    """Read and check a workbook of agent sheets; what the reading and the checks have to say."""
    return _controlees(*lire_fiches(chemin))


def controler_classeur(classeur: Classeur) -> tuple[Donnees | None, list[Finding]]:
    """Read and check the agent sheets of a workbook that was opened already."""
    return _controlees(*lire_feuilles(classeur))


def _controlees(donnees: Donnees | None, constats: list[Finding]) -> tuple[Donnees | None, list[Finding]]:
    if donnees is None:
        return None, constats
    agents = pluriel(len(donnees[AGENTS]), "agent", "agents")
    return donnees, [finding("FICHES-RECONNUES", agents=agents), *constats, *controler(donnees)]


def controler(donnees: Donnees) -> list[Finding]:
    """The findings on agent data, whatever they come from."""
    return list(_verifier(donnees))


def _verifier(donnees: Donnees) -> Iterator[Finding]:
    fiches = register()
    reperes = Reperes(fiches, donnees)
    yield from _cles(fiches, donnees, reperes)
    yield from verifier_champs(fiches, donnees, reperes)
    yield from verifier_dates(donnees, reperes)
    yield from verifier_durees(fiches, donnees, reperes)
    yield from verifier_periodes(fiches, donnees, reperes)
    vues = Vues(donnees, fiches)
    yield from verifier_mouvements(vues, donnees, reperes)
    yield from verifier_reponses(vues, donnees, reperes)
    yield from verifier_comptes(vues, donnees, reperes)
    yield from verifier_regles(fiches, donnees)


def _cles(fiches: Register, donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    """Keys that are given twice, that no agent has, or that look like a social security number."""
    connues = set(donnees[AGENTS][KEY].dropna())
    for feuille in fiches.tables:
        cles = donnees[feuille.code][KEY]
        if feuille.per_agent is PerAgent.UNE:
            yield from _doubles(feuille, donnees, reperes)
        inconnues = (cles.notna() & ~cles.isin(connues)).to_numpy(bool)
        if feuille.code != AGENTS and inconnues.any():
            combien = pluriel(int(inconnues.sum()), "ligne", "lignes")
            cellules = reperes.cellules(feuille.code, KEY, inconnues)
            ou = exemple(cellules)
            yield finding("FICHES-CLE-INCONNUE", cellules, feuille=feuille.title, combien=combien, exemple=ou)
    nir = _ressemblent_nir(donnees)
    if nir.any():
        lignes = donnees[AGENTS].index[nir].tolist()
        yield finding("FICHES-CLE-NIR", ligne=lignes[0], combien=pluriel(len(lignes), "ligne", "lignes"))


def _doubles(feuille: Sheet, donnees: Donnees, reperes: Reperes) -> Iterator[Finding]:
    """Keys given twice; on « Agents », those of the posts of one person are only shown (S1-064)."""
    lignes = donnees[feuille.code]
    doubles = (lignes[KEY].duplicated(keep=False) & lignes[KEY].notna()).to_numpy(bool)
    if feuille.code == AGENTS:
        postes = lignes_de_plusieurs_postes(lignes) & doubles
        if postes.any():
            yield plusieurs_postes(donnees, postes, reperes)
        doubles = doubles & ~postes
    if doubles.any():
        combien = pluriel(int(lignes.loc[doubles, KEY].nunique()), "clé", "clés")
        cellules = reperes.cellules(feuille.code, KEY, doubles)
        ou = exemple(cellules)
        yield finding("FICHES-AGENT-EN-DOUBLE", cellules, feuille=feuille.title, combien=combien, exemple=ou)


def _ressemblent_nir(donnees: Donnees) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    cles = donnees[AGENTS][KEY].fillna("").astype("str").str.replace(r"[\s.\-]", "", regex=True)
    trouves: np.ndarray[tuple[int], np.dtype[np.bool_]] = cles.str.fullmatch(_NIR).to_numpy(bool)
    return trouves
