"""What `anonymiser` does, between its arguments and the rest: read, copy, and say who stands out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from processors.agents.anonymisation import HANDICAP
from processors.agents.anonymisation import anonymiser as copier
from processors.agents.donnees import Donnees
from processors.agents.ecriture import ecrire_fiches
from processors.agents.lecture import lire_fiches
from processors.agents.rarete import Rare, combinaisons_rares
from processors.cli.files import replacing
from processors.cli.terminal import REFUSED, TO_CORRECT, CommandError, quoted, reason, say, warn, working
from processors.findings import Severity
from processors.report.mots import pluriel
from schemas.registers import AGENTS

PRIVE = 0o600
"""The side files name agents by their keys: their owner alone reads them."""
LIGNES_MONTREES = 20
FORMULES = ("=", "+", "-", "@", "\t", "\r")
"""First characters that a spreadsheet takes for a formula."""


@dataclass(frozen=True)
class Demande:
    """What was asked on the command line."""

    fiches: Path
    copie: Path
    avec_handicap: bool = False
    seuil: int = 2
    retirer: bool = False


def anonymiser(demande: Demande, rares: Path | None = None, correspondance: Path | None = None) -> None:
    """Write the anonymous copy, and the side files that were asked. Raise CommandError when it cannot be done."""
    donnees = lues(demande.fiches, "à la copie")
    trouves = combinaisons_rares(donnees, demande.seuil)
    sans = frozenset(one.cle for one in trouves) if demande.retirer else frozenset()
    with working("Copie anonyme…"):
        copie = copier(donnees, sans=sans, avec_handicap=demande.avec_handicap)
        with replacing(demande.copie) as draft:
            ecrire_fiches(draft, copie.donnees)
    gardes = len(copie.donnees[AGENTS])
    say(f"Copie anonyme écrite\u00a0: {demande.copie} ({pluriel(gardes, 'agent', 'agents')})")
    if not demande.avec_handicap and len(donnees[HANDICAP]):
        say("La feuille «\u00a0Handicap\u00a0» n’est pas copiée (--avec-handicap pour la copier).")
    _signaler(demande, trouves)
    if rares is not None:
        lignes = [[str(one.ligne), str(one.nombre), *one.cellule] for one in trouves]
        _ecrire_prive(rares, ["ligne", "agents", "combinaison"], lignes)
    if correspondance is not None:
        _ecrire_prive(correspondance, ["ancienne clé", "nouvelle clé"], map(list, copie.correspondance.items()))
        warn("Avec ce fichier, la copie n’est plus anonyme\u00a0: ne le transmettez jamais avec elle.")


def lues(fiches: Path, ou: str) -> Donnees:
    """The sheets. Raise CommandError when they cannot be read, or not wholly: values would be missing `ou` (in French:
    « à la copie »).
    """
    nom = quoted(fiches.name)
    with working(f"Lecture de {fiches.name}…"):
        try:
            donnees, constats = lire_fiches(fiches)
        except OSError as error:
            raise CommandError(f"Impossible de lire {quoted(fiches)}\u00a0: {reason(error)}.", REFUSED) from error
    bloquants = [one for one in constats if one.severity is Severity.BLOQUANT]
    if donnees is None:
        motif = f" {bloquants[0].message} {bloquants[0].remedy}" if bloquants else ""
        raise CommandError(f"Rien n’a été écrit\u00a0: {nom} n’a pas pu être lu.{motif}", REFUSED)
    if donnees[AGENTS].empty:
        raise CommandError("Rien n’a été écrit\u00a0: la feuille «\u00a0Agents\u00a0» est vide.", TO_CORRECT)
    if bloquants:
        raise CommandError(
            f"Rien n’a été écrit\u00a0: {pluriel(len(bloquants), 'anomalie', 'anomalies')} de lecture dans {nom} "
            f"(bilan-social controler {fiches}). Corrigez d’abord\u00a0: des valeurs manqueraient {ou}.",
            TO_CORRECT,
        )
    return donnees


def _signaler(demande: Demande, trouves: Sequence[Rare]) -> None:
    """Say which lines of the original stand out, never which keys."""
    if not trouves:
        say("Aucune combinaison rare de sexe, de statut, de cadre d’emplois et de tranche d’âge.")
        return
    lignes = ", ".join(str(one.ligne) for one in trouves[:LIGNES_MONTREES])
    suite = ", …" if len(trouves) > LIGNES_MONTREES else ""
    if demande.retirer:
        qui = pluriel(len(trouves), "agent", "agents")
        say(f"Retirés de la copie\u00a0: {qui} de combinaison rare (lignes d’origine\u00a0: {lignes}{suite}).")
        return
    autres = "aucun autre agent n’a" if demande.seuil == 2 else f"moins de {demande.seuil} agents ont"
    qui = pluriel(len(trouves), "agent reconnaissable", "agents reconnaissables")
    warn(
        f"{qui}\u00a0: {autres} à la fois le même sexe, le même statut, le même cadre d’emplois et la même tranche "
        f"d’âge. Lignes {lignes}{suite} de la feuille «\u00a0Agents\u00a0» d’origine."
    )
    say("À vous de choisir\u00a0: transmettre la copie telle quelle, ou la refaire avec --retirer.")


def _ecrire_prive(path: Path, entetes: list[str], lignes: Iterable[list[str]]) -> None:
    """A .csv file that a French spreadsheet opens as it is, and that its owner alone reads."""
    texte = io.StringIO()
    ecrivain = csv.writer(texte, delimiter=";", lineterminator="\n")
    ecrivain.writerow(entetes)
    ecrivain.writerows([_sans_formule(one) for one in ligne] for ligne in lignes)
    with replacing(path) as draft:
        draft.touch(mode=PRIVE)
        draft.chmod(PRIVE)
        draft.write_bytes(texte.getvalue().encode("utf-8-sig"))
    say(f"Fichier écrit, à garder dans la collectivité\u00a0: {path}")


def _sans_formule(texte: str) -> str:
    return f"'{texte}" if texte.startswith(FORMULES) else texte
