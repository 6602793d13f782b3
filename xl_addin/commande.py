"""The command `bilan-social serveur`, which this package adds to the command line by an entry point."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from processors.cli.terminal import CommandError, say


def serveur(
    hote: Annotated[str, typer.Option("--hote", metavar="ADRESSE", help="Adresse écoutée.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=1, max=65535, help="Port écouté.")] = 8765,
    certificat: Annotated[
        Path | None, typer.Option("--certificat", metavar="FICHIER", help="Certificat https, au format PEM.")
    ] = None,
    cle: Annotated[Path | None, typer.Option("--cle", metavar="FICHIER", help="Clé du certificat.")] = None,
    url: Annotated[
        str | None, typer.Option("--url", metavar="ADRESSE", help="Adresse sous laquelle Excel joint le serveur.")
    ] = None,
) -> None:
    """Met les fonctions à disposition d’Excel (Mac, web, Windows), sur ce poste."""
    from xl_addin.serveur import ServeurError, lancer

    try:
        lancer(hote, port, certificat=certificat, cle=cle, url=url, annoncer=say)
    except ServeurError as error:
        raise CommandError(str(error)) from error
