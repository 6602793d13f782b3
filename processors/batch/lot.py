"""One lot, from a folder of received files to the reports and the campaign: resumable at any moment.

Each file is checked in a worker; its files, then its entry in the journal, are written by this process alone. Once all
are there, the campaign takes them in the order of reception, packet by packet, each in one transaction. An interrupted
lot therefore ends with the same results as one that was not: nothing depends on the order in which workers end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from processors.batch.attendus import Collectivite
from processors.batch.classeur import ecrire_classeur
from processors.batch.decouverte import Inventaire, inventorier, parcourir
from processors.batch.ecritures import ENTETE_LOT, ENTETE_RELANCES, ecrire_csv, ecrire_json, ligne, ligne_relance
from processors.batch.enregistrement import a_traiter, enregistrer
from processors.batch.journal import FOLDER, Etat, Journal
from processors.batch.pieces import Piece
from processors.batch.reglages import Reglages
from processors.batch.relances import relances
from processors.batch.rendu import Rendu
from processors.batch.situation import Situation, situer
from processors.campaign.base import Attendu, Campagne, ouvrir

DATABASE = "campagne.duckdb"
MEMOIRE = 64
"""Megabytes that the database may take: a lot adds to it and reads it through, and needs no more at any size."""

Executeur = Callable[[Iterable[Piece], Reglages], Iterator[tuple[Piece, Rendu]]]
"""Processes pieces and gives them back in any order: `executeurs.executer`, `grappe.executer`."""

Suivi = Callable[[Iterable[tuple[Piece, Rendu]], int, int], Iterator[tuple[Piece, Rendu]]]
"""Shows the progress of what goes through it: elements, total, how many were done before."""


class LotImpossible(Exception):
    """The lot cannot start; the text of the exception says why, in French."""


@dataclass(frozen=True)
class Fin:
    """A finished lot: its pieces, how many were processed now, the verdicts of its reports, and the situation.

    `partis` are the files that were processed before an interruption and have left the folder since. `liste_gardee`:
    the expected collectivités are those of the last list, for none was given.
    """

    inventaire: Inventaire
    traites: int
    verdicts: tuple[str, ...]
    situation: Situation
    partis: tuple[str, ...] = ()
    liste_gardee: bool = False


def preparer_resultats(dossier: Path, resultats: Path, reprendre: bool) -> None:
    """Make the folder of results. Raise LotImpossible when it holds something else, or a lot not to be resumed."""
    if not dossier.is_dir():
        raise LotImpossible(
            f"Le dossier «\u00a0{dossier}\u00a0» est introuvable\u00a0: indiquez le dossier des fichiers reçus."
        )
    if resultats.resolve() == dossier.resolve() or dossier.resolve().is_relative_to(resultats.resolve()):
        raise LotImpossible("Le dossier de résultats contient le dossier reçu\u00a0: choisissez-en un autre.")
    if resultats.exists() and not resultats.is_dir():
        raise LotImpossible(f"«\u00a0{resultats}\u00a0» est un fichier\u00a0: indiquez un dossier après -o.")
    if resultats.is_dir() and any(resultats.iterdir()):
        if not (resultats / FOLDER).is_dir():
            raise LotImpossible(
                f"«\u00a0{resultats}\u00a0» n’est pas un dossier de résultats\u00a0: indiquez un dossier vide "
                "ou nouveau."
            )
        if not reprendre:
            raise LotImpossible(
                f"«\u00a0{resultats}\u00a0» contient déjà un lot\u00a0: ajoutez --reprendre pour le continuer ou le "
                "compléter, ou choisissez un autre dossier."
            )
    (resultats / FOLDER).mkdir(parents=True, exist_ok=True)


def commencer(journal: Journal, dossier: Path, reglages: Reglages) -> Reglages:
    """Note how the lot starts; one that was interrupted keeps its day. Raise LotImpossible when it was another."""
    before = journal.etat()
    if before is not None and not before.termine:
        if (before.dossier, before.empreinte) != (str(dossier.resolve()), reglages.empreinte):
            raise LotImpossible(
                f"Le lot interrompu traitait «\u00a0{before.dossier}\u00a0» avec d’autres options\u00a0: reprenez-le "
                "avec les mêmes --livrables et --derogations\u00a0; vous pourrez en changer une fois qu’il sera fini."
            )
        return replace(reglages, jour=before.jour)
    journal.noter_etat(Etat(str(dossier.resolve()), reglages.empreinte, reglages.jour))
    return reglages


def mener(
    dossier: Path,
    resultats: Path,
    reglages: Reglages,
    executer: Executeur,
    *,
    suivre: Suivi,
    patienter: Callable[[str], AbstractContextManager[object]],
    attendus: Sequence[Collectivite] | None = None,
) -> Fin:
    """Process every file of a folder that the results do not hold yet. `resultats` was prepared.

    Raise LotImpossible, CampagneImpossible, OSError.
    """
    with _tenir(resultats) as (base, journal):
        reglages = replace(commencer(journal, dossier, reglages), brouillons=journal.brouillons.resolve())
        with patienter("Inventaire des fichiers reçus…"):
            inventaire = inventorier(parcourir(dossier, resultats))
            todo = a_traiter(inventaire, journal, base)
        done = len(inventaire.pieces) - len(todo)
        for piece, rendu in suivre(executer(todo, reglages), len(inventaire.pieces), done):
            journal.noter(piece, rendu)
        with patienter("Enregistrement dans la campagne…"):
            gone = enregistrer(inventaire, journal, base)
            if attendus is not None:
                base.attendre(Attendu(one.siret, one.nom, one.type_collectivite, one.courriel) for one in attendus)
            listed = attendus if attendus is not None else _last_list(base)
        with patienter("Écriture des rapports du lot…"):
            situation = situer(base, inventaire, listed, reglages.jour.isoformat())
            _rapports(journal, situation, base)
        journal.noter_etat(Etat(str(dossier.resolve()), reglages.empreinte, reglages.jour, termine=True))
    verdicts = _verdicts(inventaire, gone, situation)
    return Fin(inventaire, len(todo), verdicts, situation, tuple(gone), attendus is None and listed is not None)


def _last_list(base: Campagne) -> tuple[Collectivite, ...] | None:
    """The list that the campaign keeps; None when it was never given one."""
    kept = tuple(Collectivite(one.siret, one.nom, one.courriel, one.type_collectivite) for one in base.attendus())
    return kept or None


@contextmanager
def _tenir(resultats: Path) -> Iterator[tuple[Campagne, Journal]]:
    """The campaign, whose lock keeps any other lot out of these results, and the journal, left without drafts."""
    journal = Journal(resultats)
    with ouvrir(resultats / DATABASE, memoire=MEMOIRE) as base:
        journal.preparer()
        try:
            yield base, journal
        finally:
            journal.nettoyer()


def _rapports(journal: Journal, situation: Situation, base: Campagne) -> None:
    reminders = relances(situation)
    with journal.remplacer("lot.xlsx") as draft:
        ecrire_classeur(draft, situation, reminders, base)
    with journal.remplacer("lot.csv") as draft:
        ecrire_csv(draft, ENTETE_LOT, map(ligne, situation.bilans))
    with journal.remplacer("relances.csv") as draft:
        ecrire_csv(draft, ENTETE_RELANCES, map(ligne_relance, reminders))
    with journal.remplacer("lot.json") as draft:
        ecrire_json(draft, situation, reminders, base)


def _verdicts(inventaire: Inventaire, partis: Iterable[str], situation: Situation) -> tuple[str, ...]:
    """The verdicts of the reports of this lot, not of those received before."""
    names = {piece.fichier for piece in inventaire.pieces} | set(partis)
    return tuple(one.verdict for one in situation.bilans if one.recu.fichier in names and not one.jointe)
