"""What `agreger` says of the lines of the sheets that it could not count: which ones, and why. No key, no name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from processors.agents.agregation import Agregat, Cause, SansCase
from processors.cli.terminal import quoted
from processors.report.mots import pluriel
from schemas.registers import AGENTS, Register

_MONTREES = 10
_CALCULES = {
    "tranche_age": "naissance",
    "tranche_anciennete": "date_arrivee_contrat",
    "tranche_entree": "date_entree",
    "contrat": "type_contrat",
    "mode_entree": "motif_arrivee",
    "emploi_formation": "type_emploi_non_permanent",
    "emploi_remuneration": "type_emploi_non_permanent",
    "primes_et_sft": "primes",
    "motif_promotion": "motifs_promotion",
    "duree": "jours",
    "contrainte": "contraintes",
    "mission": "missions_prevention",
    "sanction": "sanctions",
    "inaptitude": "decision_inaptitude",
    "position": "position_statutaire",
}
"""The entered field behind one that the aggregation works out."""


def lignes_non_comptees(fiches: Register, agregat: Agregat) -> Iterator[str]:
    """The lines without a cell, the departures that were left out, the agents whose ETPR is missing."""
    for une in agregat.sans_case:
        yield _sans_case(fiches, une)
    if ecartes := agregat.departs_ecartes:
        verbe = "n’est pas compté" if len(ecartes) == 1 else "ne sont pas comptés"
        dits, ou = pluriel(len(ecartes), "départ", "départs"), _ou(fiches, "mouvements", ecartes)
        yield f"{dits} sans retour {verbe}, car l’agent est dit présent au 31/12\u00a0: {ou}."
    if absents := agregat.etpr_absents:
        dits = pluriel(len(absents), "agent payé", "agents payés")
        ou = _ou(fiches, AGENTS, sorted(agregat.numeros[cle] for cle in absents))
        suite = "son ETPR n’est pas compté" if len(absents) == 1 else "leur ETPR n’est pas compté"
        yield f"{dits} dans l’année sans ligne qui compte dans «\u00a0Périodes\u00a0»\u00a0: {suite} ({ou})."


def _sans_case(fiches: Register, une: SansCase) -> str:
    champ = quoted(_libelle(fiches, une))
    raison = {
        Cause.VIDE: f"{champ} est vide",
        Cause.SANS_LIGNE: f"la réponse à {champ} n’a pas de ligne dans ce tableau",
        Cause.DEMESURE: f"{champ} contient un nombre démesuré",
    }[une.cause]
    lignes = pluriel(une.lignes, "ligne n’est pas comptée", "lignes ne sont pas comptées")
    return f"Tableau {une.tableau}\u00a0: {lignes}, car {raison} ({_ou(fiches, une.feuille, une.numeros)})."


def _libelle(fiches: Register, une: SansCase) -> str:
    """The label of the field, on the sheet of the lines when it is there."""
    code = _CALCULES.get(une.champ, une.champ)
    feuilles = [fiches.sheets[une.feuille], *fiches.tables]
    return next((feuille.by_code[code].label for feuille in feuilles if code in feuille.by_code), code)


def _ou(fiches: Register, feuille: str, numeros: Sequence[int]) -> str:
    """« feuille « Agents », lignes 6, 9 et 12 », the first ones only when they are many."""
    dits = [str(numero) for numero in numeros[:_MONTREES]]
    if len(numeros) > _MONTREES:
        dits.append(pluriel(len(numeros) - _MONTREES, "autre", "autres"))
    suite = f"{', '.join(dits[:-1])} et {dits[-1]}" if len(dits) > 1 else dits[0]
    return f"feuille «\u00a0{fiches.sheets[feuille].title}\u00a0», {'lignes' if len(dits) > 1 else 'ligne'} {suite}"
