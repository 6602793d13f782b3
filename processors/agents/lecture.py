"""Reads the workbook of the agent sheets. Every value that stands in the file ends in the data or in a finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from processors.agents import etpr
from processors.agents.cles import rapprocher
from processors.agents.constats import (
    ajoutee,
    colonne_absente,
    comprises,
    erreurs,
    feuille_absente,
    feuille_double,
    refusees,
    sans_ancres,
    sans_cle,
    sans_resultat,
)
from processors.agents.discretion import Discretion, discretion
from processors.agents.donnees import COLONNES, LIGNE, NOM, Donnees, colonne, vides
from processors.agents.interpretation import Interprete, Lu
from processors.agents.reperage import Lieu, reperer
from processors.findings import CellRef, Finding, finding
from processors.intake.identity import declared
from processors.intake.interpretation import SPACES, fold
from processors.intake.workbook import opened
from processors.lecture import Classeur, Feuille, Limites
from processors.libelles import MASKED
from schemas.registers import AGENTS, KEY, Field, Register, Sheet
from schemas.registers_reader import register

LIMITES = Limites(
    taille_max=100_000_000, taille_decompressee_max=300_000_000, lignes_max=250_000, surface_max=20_000_000
)
"""Room for 50,000 agents and 200,000 lines of absences: 30 MB inflated for 5,000."""

_TOTAL = "total"
_ANNEE = re.compile("[0-9]{4}")


def lire_fiches(chemin: Path) -> tuple[Donnees | None, list[Finding]]:
    """Read a workbook file of agent sheets (.xlsx, .xlsm, .xlsb, .ods).

    None when it cannot be read as such; the findings say why. Never raises for what the file holds.
    """
    classeur, vues = opened(chemin, LIMITES)
    if classeur is None:
        return None, vues
    donnees, constats = lire_feuilles(classeur)
    return donnees, [*vues, *constats]


def lire_feuilles(classeur: Classeur) -> tuple[Donnees | None, list[Finding]]:
    """Read the agent sheets of a workbook that was opened already."""
    fiches = register()
    trouve = reperer(fiches, classeur)
    if AGENTS not in trouve.lieux:
        noms = ", ".join(f"«\u00a0{feuille.nom}\u00a0»" for feuille in classeur.feuilles[:4])
        return None, [finding("FICHES-ETRANGER", feuilles=noms)]
    dite = (declared(classeur) or {}).get("annee", "")
    if _ANNEE.fullmatch(dite) and int(dite) != fiches.year:  # sheets that do not say theirs are of the year
        return None, [finding("FICHES-AUTRE-ANNEE", annee=dite, attendue=str(fiches.year))]
    donnees = vides(fiches)
    lecteur = _Lecteur(fiches, discretion(trouve.lieux), donnees)
    constats = [*_structure(fiches, trouve.lieux, trouve.doubles)]
    for code, lieu in trouve.lieux.items():
        feuille = fiches.sheets[code]
        if feuille.tabular:
            donnees.feuilles[code] = lecteur.table(feuille, lieu)
        else:
            donnees.collectivite = lecteur.questions(feuille, lieu)
    rapprochees = list(rapprocher(fiches, donnees))
    _calculer(donnees, lecteur, fiches)
    return donnees, [*constats, *lecteur.constats(), *rapprochees]


def _structure(fiches: Register, lieux: dict[str, Lieu], doubles: dict[str, list[str]]) -> Iterator[Finding]:
    for feuille in fiches.sheets.values():
        lieu = lieux.get(feuille.code)
        if lieu is None:
            yield feuille_absente(feuille)
            continue
        if lieu.par_libelles:
            yield sans_ancres(lieu.feuille.nom)
        connus = lieu.colonnes if feuille.tabular else lieu.lignes
        for champ in feuille.fields:
            if champ.code not in connus:
                yield colonne_absente(feuille, champ, lieu.feuille.nom)
    for code, noms in doubles.items():
        yield feuille_double(fiches.sheets[code], noms)


def _calculer(donnees: Donnees, lecteur: _Lecteur, fiches: Register) -> None:
    """The ETPR of each period: what was typed over the formula, else what the formula gives."""
    periodes = donnees[etpr.PERIODES]
    saisies = periodes["valeur"].to_numpy(float)
    if lecteur.calculees:
        saisies = np.where(periodes.index.isin(list(lecteur.calculees)), np.nan, saisies)
    periodes["valeur"] = np.where(np.isnan(saisies), etpr.calculer(periodes, fiches, donnees[AGENTS]), saisies)


@dataclass
class _Notes:
    """What the reading has to say, gathered by kind: refusals by field, kind and value shown."""

    refus: dict[tuple[object, ...], tuple[Sheet, Field, Lu, list[CellRef]]] = field(default_factory=dict)
    comprises: list[CellRef] = field(default_factory=list)
    erreurs: list[CellRef] = field(default_factory=list)
    sans_cle: list[CellRef] = field(default_factory=list)
    ajoutees: list[CellRef] = field(default_factory=list)
    sans_resultat: list[CellRef] = field(default_factory=list)


class _Lecteur:
    def __init__(self, fiches: Register, discret: Discretion, donnees: Donnees) -> None:
        self.fiches, self.interprete = fiches, Interprete(fiches)
        self.discret, self.refusees = discret, donnees.refusees
        self.notes = _Notes()
        self.calculees: set[int] = set()
        """Excel lines of « Périodes » whose ETPR is still a formula."""

    def constats(self) -> Iterator[Finding]:
        notes = self.notes
        for feuille, champ, lu, cellules in notes.refus.values():
            yield refusees(feuille, champ, lu.refus, lu, cellules)
        for cellules, dire in (
            (notes.erreurs, erreurs),
            (notes.sans_cle, sans_cle),
            (notes.ajoutees, ajoutee),
            (notes.sans_resultat, sans_resultat),
            (notes.comprises, comprises),
        ):
            if cellules:
                yield dire(cellules)

    # Tables

    def table(self, feuille: Sheet, lieu: Lieu) -> pd.DataFrame:
        """The lines of a sheet that hold something, in their order; their index is the Excel line number."""
        lignes = [
            numero for numero in range(lieu.premiere, len(lieu.feuille.lignes)) if self._remplie(feuille, lieu, numero)
        ]
        index = [numero + 1 for numero in lignes]
        colonnes = {champ.code: self._colonne(feuille, champ, lieu, lignes, index) for champ in feuille.fields}
        self._autour(feuille, lieu, lignes)
        self._sans_resultat(feuille, lieu)
        self._cles_absentes(feuille, lieu, lignes, colonnes[KEY])
        trouvees = pd.DataFrame(colonnes, index=pd.Index(index, name=LIGNE, dtype="int64"), columns=list(feuille.codes))
        trouvees.attrs = {NOM: lieu.feuille.nom, COLONNES: dict(lieu.colonnes)}
        return trouvees

    def _remplie(self, feuille: Sheet, lieu: Lieu, numero: int) -> bool:
        """Whether a line holds something; the formula of the ETPR alone is nothing."""
        ligne, source = lieu.feuille.lignes[numero], lieu.feuille
        if _est_total(lieu, numero):
            return False
        return any(
            (ligne[rang] != "" and str(ligne[rang]).strip(SPACES)) or (numero, rang) in source.erreurs
            for code, rang in lieu.colonnes.items()
            if rang < len(ligne) and not (feuille.by_code[code].formula and (numero, rang) in source.formules)
        )

    def _colonne(self, feuille: Sheet, champ: Field, lieu: Lieu, lignes: list[int], index: list[int]) -> pd.Series[Any]:
        rang = lieu.colonnes.get(champ.code)
        if rang is None:
            return colonne(champ, [None] * len(lignes), index)
        source = lieu.feuille
        lus: dict[tuple[type, Any], Lu] = {}
        valeurs: list[Any] = []
        for numero in lignes:
            ligne = source.lignes[numero]
            brut = ligne[rang] if rang < len(ligne) else ""
            if source.erreurs and (numero, rang) in source.erreurs:
                if not champ.formula:
                    self.notes.erreurs.append(_reference(feuille, champ, source, numero, rang, "(erreur)"))
                    self.refusees.add((feuille.code, champ.code, numero + 1))
                valeurs.append(None)
                continue
            if champ.formula and (numero, rang) in source.formules:
                self.calculees.add(numero + 1)
                valeurs.append(None)
                continue
            cle = (type(brut), brut)
            lu = lus.get(cle)
            if lu is None:
                lu = lus[cle] = self.interprete.lire(champ, brut)
            if lu.refus or lu.compris:
                vu = self.discret.montrer(champ, brut, lu)
                self._noter(feuille, champ, lu, _reference(feuille, champ, source, numero, rang, vu))
            if lu.refus:
                self.refusees.add((feuille.code, champ.code, numero + 1))
            valeurs.append(lu.valeur)
        return colonne(champ, valeurs, index)

    def _noter(self, feuille: Sheet, champ: Field, lu: Lu, cellule: CellRef) -> None:
        if not lu.refus:
            self.notes.comprises.append(cellule)
            return
        cle = (feuille.code, lu.refus, champ.code, fold(str(cellule.value)), lu.propose)
        self.notes.refus.setdefault(cle, (feuille, champ, lu, []))[3].append(cellule)

    def _cles_absentes(self, feuille: Sheet, lieu: Lieu, lignes: list[int], cles: pd.Series[Any]) -> None:
        rang = lieu.colonnes.get(KEY)
        if rang is None:
            return
        for numero, cle in zip(lignes, cles, strict=True):
            if cle is None and (numero, rang) not in lieu.feuille.erreurs:
                champ = feuille.by_code[KEY]
                self.notes.sans_cle.append(_reference(feuille, champ, lieu.feuille, numero, rang, ""))

    def _autour(self, feuille: Sheet, lieu: Lieu, lignes: Iterable[int]) -> None:
        """What stands on the lines of the agents in columns that the sheet does not declare."""
        connues = set(lieu.colonnes.values())
        for numero in lignes:
            for rang, brut in enumerate(lieu.feuille.lignes[numero]):
                if rang not in connues and brut != "" and str(brut).strip(SPACES):
                    adresse = xl_rowcol_to_cell(numero, rang)
                    libelle = f"feuille «\u00a0{lieu.feuille.nom}\u00a0», cellule {adresse}"
                    self.notes.ajoutees.append(CellRef("", lieu.feuille.nom, adresse, MASKED, libelle))

    def _sans_resultat(self, feuille: Sheet, lieu: Lieu) -> None:
        """The formulas of one's own that show nothing: some software writes them without their result."""
        champs = {rang: feuille.by_code[code] for code, rang in lieu.colonnes.items()}
        source = lieu.feuille
        for numero, rang in sorted(source.formules):
            champ = champs.get(rang)
            if numero < lieu.premiere or champ is None or champ.formula or (numero, rang) in source.erreurs:
                continue
            if _est_total(lieu, numero):
                continue
            if numero >= len(source.lignes) or source.lignes[numero][rang] == "":
                self.notes.sans_resultat.append(_reference(feuille, champ, source, numero, rang, ""))

    # « Collectivité »

    def questions(self, feuille: Sheet, lieu: Lieu) -> dict[str, Any]:
        """The answers of « Collectivité », blanks left out."""
        reponses: dict[str, Any] = {}
        source = lieu.feuille
        for code, numero in lieu.lignes.items():
            champ, ligne = feuille.by_code[code], source.lignes[numero]
            brut = ligne[lieu.colonne] if lieu.colonne < len(ligne) else ""
            if (numero, lieu.colonne) in source.erreurs:
                self.notes.erreurs.append(_reference(feuille, champ, source, numero, lieu.colonne, "(erreur)"))
                continue
            lu = self.interprete.lire(champ, brut)
            if lu.refus or lu.compris:
                vu = self.discret.montrer(champ, brut, lu)
                self._noter(feuille, champ, lu, _reference(feuille, champ, source, numero, lieu.colonne, vu))
            if lu.valeur is not None:
                reponses[code] = lu.valeur
        return reponses


def _est_total(lieu: Lieu, numero: int) -> bool:
    """Whether a line is the total line of an Excel table."""
    lignes, cle = lieu.feuille.lignes, lieu.colonnes.get(KEY)
    if cle is None or numero >= len(lignes) or cle >= len(lignes[numero]):
        return False
    formules = lieu.feuille.formules
    return fold(str(lignes[numero][cle])) == _TOTAL and any(
        (numero, rang) in formules for rang in range(len(lignes[numero]))
    )


def _reference(feuille: Sheet, champ: Field, source: Feuille, ligne: int, colonne: int, montre: str) -> CellRef:
    """The cell in words, with what may be shown of what it holds."""
    ou = f"ligne {ligne + 1}, " if feuille.tabular else ""
    libelle = f"feuille «\u00a0{source.nom}\u00a0», {ou}{champ.label}"
    adresse = xl_rowcol_to_cell(ligne, colonne)
    return CellRef(f"{feuille.code}!{champ.code}", source.nom, adresse, montre, libelle)


__all__ = ["lire_feuilles", "lire_fiches"]
