"""The files that the command writes: what it refuses to replace, and how it never leaves half a file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from processors.cli.terminal import REFUSED, CommandError, quoted, reason

_REPORT_MARKS = (b"bilan-social/rapport", "Contrôle du bilan social".encode())
_HEAD = 4096


def require_file(path: Path) -> None:
    """A short message for the commonest mistake, a name typed wrong."""
    if path.is_dir():
        raise CommandError(f"{quoted(path)} est un dossier\u00a0: indiquez un fichier.", REFUSED)
    if not path.exists():
        raise CommandError(
            f"Le fichier {quoted(path)} est introuvable. Vérifiez son nom et son emplacement\u00a0; "
            "mettez des guillemets autour d’un nom qui contient des espaces.",
            REFUSED,
        )


def require_apart(read: Iterable[Path | None], written: Iterable[Path | None]) -> None:
    """Refuse to write over a file that is read, or two files under one name, whatever the options.

    None stands for a file that was not asked. A link to a file is that file.
    """
    taken = [path for path in read if path is not None]
    for path in written:
        if path is None:
            continue
        if any(_same(path, source) for source in taken):
            raise CommandError(
                f"{quoted(path)} est déjà un des fichiers de cette commande\u00a0: y écrire perdrait ce qu’il "
                "contient. Donnez un autre nom au fichier à écrire."
            )
        if not path.is_dir():
            taken.append(path)


def _same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:  # one of them does not exist yet
        return path.absolute() == other.absolute() or path.resolve() == other.resolve()


def require_writable(path: Path, overwrite: bool, suffixes: tuple[str, ...]) -> None:
    """Refuse a folder, a wrong suffix, a missing folder, and a file that would be lost."""
    if path.is_dir():
        raise CommandError(
            f"{quoted(path)} est un dossier\u00a0: indiquez un nom de fichier, terminé par {suffixes[0]}."
        )
    if path.suffix.lower() not in suffixes:
        advice = path.with_name(path.name + suffixes[0]) if not path.suffix else path.with_suffix(suffixes[0])
        ends = " ou ".join(suffixes)
        raise CommandError(
            f"Le nom du fichier à écrire doit se terminer par {ends}, pas {quoted(path.name)}. "
            f"Par exemple\u00a0: {advice}"
        )
    if not path.parent.is_dir():
        raise CommandError(f"Le dossier {quoted(path.parent)} n’existe pas\u00a0: créez-le, ou choisissez-en un autre.")
    if path.exists() and not overwrite:
        raise CommandError(
            f"{quoted(path)} existe déjà\u00a0: choisissez un autre nom, ou ajoutez --ecraser pour le remplacer."
        )


def make_empty_folder(path: Path) -> None:
    """Make the folder, or take it when it is empty. Raise CommandError otherwise."""
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise CommandError(f"{quoted(path)} n’est pas un dossier vide\u00a0: indiquez-en un autre.")
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error


def require_report_place(path: Path, suffixes: tuple[str, ...]) -> None:
    """Refuse what `require_writable` refuses; a report of ours may be replaced, nothing else."""
    require_writable(path, True, suffixes)
    try:
        replaceable = not path.exists() or any(mark in _head(path) for mark in _REPORT_MARKS)
    except OSError as error:
        raise _unwritable(path, error) from error
    if not replaceable:
        raise CommandError(
            f"{quoted(path)} existe déjà et n’est pas un rapport de contrôle\u00a0: choisissez un autre nom."
        )


def require_new(path: Path, suffixes: tuple[str, ...]) -> None:
    """Refuse what `require_writable` refuses, and any file that exists: an annotated copy is somebody's work."""
    require_writable(path, True, suffixes)
    if path.exists():
        raise CommandError(f"{quoted(path)} existe déjà\u00a0: choisissez un autre nom.")


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_HEAD)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file to write beside `path`, that takes its place once complete, and disappears after a failure."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.partiel")
    try:
        yield draft
        draft.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        draft.unlink(missing_ok=True)


def write(path: Path, data: bytes) -> None:
    """Write a whole file, or nothing."""
    with replacing(path) as draft:
        draft.write_bytes(data)


def _unwritable(path: Path, error: OSError) -> CommandError:
    return CommandError(f"Impossible d’écrire {quoted(path)}\u00a0: {reason(error)}.")
