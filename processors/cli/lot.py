"""The command `lot`. Thin: the work is in `processors.batch`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from processors.cli.app import command
from processors.cli.options import Waivers, _argument, _output
from processors.cli.terminal import (
    INTERNAL,
    OK,
    REFUSED,
    TO_CORRECT,
    USAGE,
    CommandError,
    quoted,
    reason,
    say,
    warn,
    working,
)

if TYPE_CHECKING:
    from processors.batch.attendus import Collectivite
    from processors.batch.lot import Executeur, Fin
    from processors.batch.situation import Bilan

NAMED = 5
"""Files named in a warning."""

Received = Annotated[
    Path, _argument("DOSSIER", "Dossier des fichiers reçus\u00a0: classeurs, .txt, .json, archives .zip.")
]
Results = Annotated[Path, _output("Dossier de résultats, créé au besoin.", metavar="RESULTATS")]
Workers = Annotated[
    int,
    typer.Option(
        "--travailleurs", metavar="N", min=0, help="Fichiers traités à la fois\u00a0; 0\u00a0: un par processeur."
    ),
]
Cluster = Annotated[
    str, typer.Option("--dask", metavar="ADRESSE", help="Adresse d’une grappe Dask, pour y répartir le travail.")
]
Resume = Annotated[bool, typer.Option("--reprendre", help="Continue un lot interrompu, ou complète un lot terminé.")]
Expected = Annotated[
    Path | None, _output("Liste CSV des collectivités attendues\u00a0: siret, nom, courriel.", "--attendus")
]
Deliverables = Annotated[
    str,
    typer.Option(
        "--livrables",
        metavar="LISTE",
        help="Fichiers à écrire par bilan, séparés par des virgules\u00a0: txt, html, json, annote, message.",
    ),
]
Delay = Annotated[float, typer.Option("--delai", metavar="SECONDES", min=1, help="Temps donné à chaque fichier.")]
Memory = Annotated[
    int,
    typer.Option(
        "--memoire",
        metavar="MO",
        min=0,
        help="Mémoire donnée à chaque travailleur, en mégaoctets\u00a0; 0\u00a0: sans limite.",
    ),
]


@command(
    "lot",
    "recus -o resultats",
    "recus -o resultats --attendus collectivites.csv",
    "recus -o resultats --reprendre",
    "recus -o resultats --travailleurs 8 --livrables txt,html,message",
    "recus -o resultats --dask tcp://10.0.0.5:8786",
)
def lot(  # noqa: PLR0913 - one parameter an option
    dossier: Received,
    sortie: Results,
    travailleurs: Workers = 0,
    dask: Cluster = "",
    reprendre: Resume = False,
    attendus: Expected = None,
    derogations: Waivers = None,
    livrables: Deliverables = "txt,html,annote,message",
    delai: Delay = 60,
    memoire: Memory = 1000,
) -> None:
    """Contrôle tous les fichiers d’un dossier, et tient la campagne.

    Chaque fichier est lu à part\u00a0: un fichier dangereux ne coûte que lui. Le lot peut être interrompu à tout
    moment, puis repris avec --reprendre.
    """
    from concurrent.futures.process import BrokenProcessPool

    from processors.batch.lot import LotImpossible, mener, preparer_resultats
    from processors.batch.progression import suivre
    from processors.batch.reglages import Reglages
    from processors.campaign.base import CampagneImpossible
    from processors.cli.reports import waivers

    settings = Reglages(date.today(), chosen(livrables), waivers(derogations), delai, memoire)
    expected = _expected(attendus)
    executor = _executor(dask, travailleurs)
    try:
        preparer_resultats(dossier, sortie, reprendre)
        fin = mener(
            dossier,
            sortie,
            settings,
            executor,
            suivre=lambda elements, total, done: suivre(elements, "Contrôle", total, done),
            patienter=working,
            attendus=expected,
        )
    except LotImpossible as error:
        raise CommandError(str(error)) from error
    except CampagneImpossible as error:
        raise CommandError(str(error), REFUSED) from error
    except BrokenProcessPool as error:
        raise CommandError(
            "Les travailleurs s’arrêtent sitôt lancés\u00a0: la machine manque peut-être de mémoire.", INTERNAL
        ) from error
    except KeyboardInterrupt:
        warn("Ce qui est déjà traité est gardé\u00a0: relancez la même commande avec --reprendre.")
        raise
    except OSError as error:
        code = USAGE if isinstance(error, PermissionError | NotADirectoryError) else INTERNAL
        said = f"Le lot s’est arrêté\u00a0: {reason(error)}. Relancez-le avec --reprendre."
        raise CommandError(said, code) from error
    _conclude(fin, sortie)


def chosen(livrables: str) -> tuple[str, ...]:
    """The deliverables that a list names. Raise CommandError for an unknown one."""
    from processors.batch.reglages import LIVRABLES

    named = livrables.lower().replace(",", " ").split()
    unknown = [name for name in named if name not in LIVRABLES]
    if unknown:
        raise CommandError(
            f"Livrable inconnu\u00a0: {quoted(unknown[0])}. Livrables possibles\u00a0: {', '.join(LIVRABLES)}."
        )
    return tuple(name for name in LIVRABLES if name in named)


def _expected(path: Path | None) -> tuple[Collectivite, ...] | None:
    from processors.batch.attendus import AttendusInvalides, lire_attendus

    try:
        return None if path is None else lire_attendus(path)
    except AttendusInvalides as error:
        raise CommandError(str(error)) from error


def _executor(dask: str, travailleurs: int) -> Executeur:
    if dask:
        from processors.batch.grappe import GrappeImpossible, connecter

        try:
            return connecter(dask)
        except GrappeImpossible as error:
            raise CommandError(str(error)) from error
    import os

    from processors.batch.executeurs import executer

    local: Executeur = partial(executer, travailleurs=travailleurs or os.cpu_count() or 1)
    return local


def _conclude(fin: Fin, resultats: Path) -> None:
    from processors.findings import Verdict
    from processors.report.mots import pluriel

    received = pluriel(len(fin.inventaire.pieces), "fichier reçu", "fichiers reçus")
    say(f"{received}, dont {pluriel(fin.traites, 'traité', 'traités')} cette fois.")
    for text in bilan(fin):
        say(text)
    if fin.partis:
        gone = pluriel(len(fin.partis), "fichier, traité", "fichiers, traités")
        more = ", …" if len(fin.partis) > NAMED else ""
        warn(
            f"Absents du dossier\u00a0: {gone} avant l’interruption ({', '.join(fin.partis[:NAMED])}{more}). "
            "Ce qui en a été lu compte quand même."
        )
    if fin.situation.a_refaire:
        again = pluriel(fin.situation.a_refaire, "fichier refusé", "fichiers refusés")
        warn(
            f"{again} pour une cause qui peut venir de la machine (délai, mémoire, arrêt)\u00a0: une reprise avec "
            "--reprendre, --delai et --memoire plus grands, les traite de nouveau."
        )
    _warn_replaced(fin)
    say(f"À ouvrir en premier\u00a0: {resultats / 'lot.xlsx'}")
    if not fin.inventaire.pieces:
        warn("Aucun fichier à contrôler dans ce dossier\u00a0: vérifiez que c’est bien celui des fichiers reçus.")
        raise typer.Exit(USAGE)
    codes = {Verdict.REJETE.value: REFUSED, Verdict.A_CORRIGER.value: TO_CORRECT}
    raise typer.Exit(max((codes.get(verdict, OK) for verdict in fin.verdicts), default=OK))


def _warn_replaced(fin: Fin) -> None:
    """What the centre de gestion has to decide of reports that came after others."""
    from processors.report.mots import pluriel

    left, sent = fin.situation.non_retenus, fin.situation.transmis_remplaces
    if left:
        words = ("bilan valide n’est pas retenu, sa date étant", "bilans valides ne sont pas retenus, leur date étant")
        warn(
            f"{pluriel(len(left), *words)} plus ancienne que celle du bilan en vigueur ({_named(left)})\u00a0: "
            "choisissez avec «\u00a0campagne valider … --fichier …\u00a0»."
        )
    if sent:
        words = ("bilan déjà transmis est remplacé", "bilans déjà transmis sont remplacés")
        warn(
            f"{pluriel(len(sent), *words)} par un bilan qui reste à transmettre ({_named(sent)})\u00a0: "
            "requête «\u00a0transmis-remplaces\u00a0»."
        )


def _named(bilans: Sequence[Bilan]) -> str:
    names = [one.recu.fichier for one in bilans]
    return ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")


def bilan(fin: Fin) -> Iterator[str]:
    """The outcome of the lot, and of the campaign, in a few lines."""
    from collections import Counter

    from processors.findings import Verdict
    from processors.report.mots import pluriel

    words = {
        Verdict.ACCEPTE: ("accepté", "acceptés"),
        Verdict.ACCEPTE_AVEC_ALERTES: ("accepté avec alertes", "acceptés avec alertes"),
        Verdict.A_CORRIGER: ("à corriger", "à corriger"),
        Verdict.REJETE: ("rejeté", "rejetés"),
    }
    counts = Counter(fin.verdicts)
    parts = [pluriel(counts[verdict.value], *said) for verdict, said in words.items() if counts[verdict.value]]
    if parts:
        yield f"{pluriel(counts.total(), 'bilan', 'bilans')}\u00a0: {', '.join(parts)}."
    situation = fin.situation
    if situation.renvoyes:
        one = "bilan accepté par le contrôle, que vous avez refusé, est à corriger"
        many = "bilans acceptés par le contrôle, que vous avez refusés, sont à corriger"
        yield f"{pluriel(len(situation.renvoyes), one, many)}."
    if situation.jointes:
        yield f"{pluriel(len(situation.jointes), 'pièce jointe sans bilan', 'pièces jointes sans bilan')}."
    if situation.doublons:
        yield f"{pluriel(len(situation.doublons), 'fichier en double', 'fichiers en double')}."
    if situation.attendus is not None:
        if fin.liste_gardee:
            yield "Sans --attendus, la liste des attendues est la dernière donnée."
        yield (
            f"{pluriel(len(situation.attendus), 'collectivité attendue', 'collectivités attendues')}, dont "
            f"{pluriel(len(situation.manquants), 'manquante', 'manquantes')}\u00a0; "
            f"{pluriel(len(situation.inattendus), 'inattendue', 'inattendues')}."
        )
