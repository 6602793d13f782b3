"""The commands of the campaign: follow it, decide, transmit, query. Thin: the work is in `processors.campaign`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from processors.cli.app import command, group
from processors.cli.files import make_empty_folder, replacing, require_apart, require_file, require_writable, write
from processors.cli.options import Overwrite, _argument, _output
from processors.cli.terminal import REFUSED, CommandError, quoted, say, warn, working

if TYPE_CHECKING:
    from processors.campaign.base import Campagne
    from processors.campaign.transitions import Action, Decision

DATABASE = "campagne.duckdb"
Base = Annotated[
    Path, _argument("CAMPAGNE", "Base de la campagne, ou dossier de résultats d’un lot qui contient campagne.duckdb.")
]
Sirets = Annotated[list[str], typer.Argument(metavar="SIRET", help="SIRET d’une collectivité.")]
By = Annotated[str, typer.Option("--par", metavar="NOM", help="Qui décide\u00a0: gardé dans l’historique.")]
Which = Annotated[
    str,
    typer.Option(
        "--fichier", metavar="NOM", help="Le bilan de ce fichier, au lieu de celui en vigueur\u00a0; un seul SIRET."
    ),
]
Why = Annotated[str, typer.Option("--motif", metavar="TEXTE", help="Pourquoi\u00a0: gardé dans l’historique.")]

group("campagne", "Suit la campagne\u00a0: où en est chaque bilan, le valider, le refuser, le transmettre.")


def database(path: Path) -> Path:
    """The database of an argument: the file, or the one of a folder of results."""
    file = path / DATABASE if path.is_dir() else path
    require_file(file)
    return file


@contextmanager
def opened(path: Path, *, lecture_seule: bool = False) -> Iterator[Campagne]:
    """An open campaign; what it refuses becomes a message of the command."""
    from processors.campaign.base import CampagneImpossible, ouvrir

    try:
        with ouvrir(database(path), lecture_seule=lecture_seule) as campagne:
            yield campagne
    except CampagneImpossible as error:
        raise CommandError(str(error), REFUSED) from error


def _decision(par: str, motif: str) -> Decision:
    from processors.campaign.transitions import Decision

    return Decision(par.strip(), datetime.now().isoformat(sep=" ", timespec="milliseconds"), motif.strip())


def _decide(
    path: Path, action: Action, sirets: list[str], decision: Decision, *, fichier: str, partiel: bool = False
) -> None:
    if fichier and len(sirets) != 1:
        raise CommandError("--fichier va avec un seul SIRET.")
    from processors.campaign.ecriture import A_CORRIGER, VALIDE
    from processors.campaign.transitions import changer, concernes, exiger, exiger_lisibles, pertes
    from processors.campaign.transmis import remplaces
    from processors.report.mots import pluriel

    with opened(path) as campagne:
        exiger(action, decision)
        reports = concernes(campagne, action, ["".join(siret.split()) for siret in sirets], fichier=fichier)
        validated = [one for one in reports if action.vers == VALIDE]
        exiger_lisibles(validated, partiel=partiel)
        with campagne.transaction():
            reached = changer(campagne, action, reports, decision, choix=bool(fichier) and action.vers == VALIDE)
        sent = remplaces(campagne) if validated else {}
        for one in validated:
            if one.illisibles:
                warn(pertes(one))
    for one in reports:
        became = reached[one.id]
        shown = f"{one.statut} → {became}" if one.statut != became else f"{became}, de nouveau en vigueur"
        old = f", remplace {quoted(sent[one.id].fichier)}, déjà transmis" if one.id in sent else ""
        say(f"{one.siret} ({one.nom})\u00a0: {shown}{old}")
    if over := sum(one.id in sent for one in reports):
        words = ("bilan remplace un bilan déjà transmis", "bilans remplacent un bilan déjà transmis")
        warn(f"{pluriel(over, *words)}\u00a0: à transmettre de nouveau.")
    if action.vers == A_CORRIGER:
        say("Le prochain «\u00a0bilan-social lot … --reprendre\u00a0» écrira la relance.")


@command("campagne statut", "resultats", "resultats --siret 21990001600011")
def statut(
    campagne: Base,
    siret: Annotated[str, typer.Option("--siret", metavar="SIRET", help="Seulement cette collectivité.")] = "",
) -> None:
    """Montre où en est la campagne, ou l’histoire d’une collectivité."""
    from processors.campaign.etat import avancement, histoire

    with opened(campagne, lecture_seule=True) as base:
        for line in histoire(base, "".join(siret.split())) if siret else avancement(base):
            say(line)


@command(
    "campagne valider",
    'resultats 21990001600011 --par "A. Martin"',
    'resultats --tous --par "A. Martin"',
    'resultats 21990001600011 --par "A. Martin" --malgre-anomalies --motif "écart confirmé par téléphone"',
)
def valider(
    campagne: Base,
    par: By,
    sirets: Annotated[list[str] | None, typer.Argument(metavar="SIRET", help="SIRET d’une collectivité.")] = None,
    tous: Annotated[bool, typer.Option("--tous", help="Valide tous les bilans acceptés.")] = False,
    motif: Why = "",
    malgre_anomalies: Annotated[
        bool, typer.Option("--malgre-anomalies", help="Valide aussi un bilan à corriger\u00a0; --motif dit pourquoi.")
    ] = False,
    partiel: Annotated[
        bool, typer.Option("--partiel", help="Valide même si des valeurs illisibles n’entreront pas dans le txt.")
    ] = False,
    fichier: Which = "",
) -> None:
    """Valide le bilan en vigueur de collectivités\u00a0: il pourra être transmis."""
    from processors.campaign.transitions import VALIDER, VALIDER_MALGRE

    if bool(sirets) == tous:
        raise CommandError("Indiquez un ou plusieurs SIRET, ou bien --tous.")
    if tous and malgre_anomalies:
        raise CommandError("--malgre-anomalies se décide bilan par bilan\u00a0: indiquez les SIRET.")
    action = VALIDER_MALGRE if malgre_anomalies else VALIDER
    _decide(campagne, action, sirets or [], _decision(par, motif), fichier=fichier, partiel=partiel)


@command("campagne refuser", 'resultats 21990001600011 --par "A. Martin" --motif "effectifs à revoir"')
def refuser(campagne: Base, sirets: Sirets, par: By, motif: Why, fichier: Which = "") -> None:
    """Renvoie à corriger le bilan en vigueur de collectivités."""
    from processors.campaign.transitions import REFUSER

    _decide(campagne, REFUSER, sirets, _decision(par, motif), fichier=fichier)


@command(
    "campagne transmettre",
    'resultats -o ministere.txt --par "A. Martin"',
    "resultats -o ministere-bis.txt --deja-transmis",
)
def transmettre(
    campagne: Base,
    sortie: Annotated[Path, _output("Fichier .txt groupé à écrire.")],
    sirets: Annotated[
        list[str] | None,
        typer.Argument(metavar="SIRET", help="Seulement ces collectivités\u00a0; sans SIRET, tous les bilans validés."),
    ] = None,
    par: Annotated[
        str,
        typer.Option("--par", metavar="NOM", help="Qui transmet\u00a0: gardé dans l’historique."),
    ] = "",
    motif: Why = "",
    deja_transmis: Annotated[
        bool,
        typer.Option("--deja-transmis", help="Écrit de nouveau les bilans déjà transmis, sans rien changer d’autre."),
    ] = False,
    ecraser: Overwrite = False,
) -> None:
    """Écrit le txt groupé des bilans validés, pour le ministère, et les marque transmis."""
    require_apart((campagne,), (sortie,))
    require_writable(sortie, ecraser, (".txt",))
    from processors.campaign.transitions import TRANSMETTRE, changer, concernes, pertes
    from processors.campaign.transmis import deja_transmis as sent_already
    from processors.campaign.transmission import txt_groupe
    from processors.report.mots import pluriel

    chosen = ["".join(siret.split()) for siret in sirets or ()]
    words = ("bilan transmis", "bilans transmis")
    if deja_transmis:
        words = ("bilan déjà transmis", "bilans déjà transmis")
        with opened(campagne, lecture_seule=True) as base, working("Écriture du fichier groupé…"):
            reports = sent_already(base, chosen)
            write(sortie, txt_groupe(base, reports))
    elif not par.strip():
        raise CommandError("Dites qui transmet, après --par.")
    else:
        with opened(campagne) as base:
            reports = concernes(base, TRANSMETTRE, chosen)
            with base.transaction():
                changer(base, TRANSMETTRE, reports, _decision(par, motif))
                with working("Écriture du fichier groupé…"):
                    write(sortie, txt_groupe(base, reports))
    for one in reports:
        if one.illisibles:
            warn(pertes(one))
    say(f"Fichier écrit\u00a0: {sortie} ({pluriel(len(reports), *words)})")


@command("campagne exporter", "resultats -o parquet")
def exporter(
    campagne: Base, sortie: Annotated[Path, _output("Dossier vide, créé au besoin.", metavar="DOSSIER")]
) -> None:
    """Copie toute la base en fichiers Parquet, un par table, pour d’autres logiciels."""
    with opened(campagne, lecture_seule=True) as base:
        make_empty_folder(sortie)
        from processors.campaign.parquet import exporter as write_tables

        with working("Écriture des fichiers…"):
            written = write_tables(base, sortie)
    say(f"Dossier écrit\u00a0: {sortie} ({', '.join(path.name for path in written)})")


@command("campagne requete", "resultats", "resultats relances", "resultats anomalies -o anomalies.xlsx")
def requete(
    campagne: Base,
    nom: Annotated[
        str, typer.Argument(metavar="NOM", help="Nom de la requête\u00a0; sans nom, la liste des requêtes.")
    ] = "",
    sortie: Annotated[
        Path | None, _output("Fichier .csv ou .xlsx à écrire\u00a0; sans cette option, à l’écran.")
    ] = None,
    ecraser: Overwrite = False,
) -> None:
    """Donne le résultat d’une requête prête à l’emploi."""
    require_apart((campagne,), (sortie,))
    if sortie is not None:
        require_writable(sortie, ecraser, (".xlsx", ".csv"))
    from processors.campaign.requetes import classeur, colonnes, csv_de, executer, requetes

    with opened(campagne, lecture_seule=True) as base:
        known = requetes()
        if not nom:
            for one in known.values():
                say(f"{one.nom:<18}{one.titre}")
            return
        result = executer(base, nom)
    if not result.lignes:
        say("Aucun résultat.")
    if sortie is None:
        for line in colonnes(result) if result.lignes else ():
            say(line)
    elif sortie.suffix.lower() == ".csv":
        write(sortie, csv_de(result))
        say(f"Fichier écrit\u00a0: {sortie}")
    else:
        with replacing(sortie) as draft:
            classeur(result, draft, known[nom].titre)
        say(f"Fichier écrit\u00a0: {sortie}")
