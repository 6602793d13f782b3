"""The `bilan-social` application itself, to which the modules of commands add theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import typer

from processors.cli.french import FrenchCommand, FrenchGroup

_EXIT_CODES = (
    "Codes de sortie\u00a0: 0 accepté, 1 anomalies à corriger, 2 commande mal employée, 3 fichier illisible ou refusé, "
    "4 erreur interne."
)

app = typer.Typer(
    cls=FrenchGroup,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    epilog=_EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"]},
)

F = TypeVar("F", bound=Callable[..., None])


def command(name: str, *examples: str) -> Callable[[F], F]:
    """Register a command, with its help and its examples in French. « campagne statut » belongs to a group."""
    before, _, last = name.rpartition(" ")
    return (_groups[before] if before else app).command(
        last, cls=FrenchCommand, epilog="\n".join(f"bilan-social {name} {line}".rstrip() for line in examples)
    )


_groups: dict[str, typer.Typer] = {}


def group(name: str, words: str) -> None:
    """Register a group of commands, that `command("<name> …")` then fills; `words` are its help."""
    _groups[name] = typer.Typer(
        cls=FrenchGroup, help=words, no_args_is_help=True, rich_markup_mode=None, epilog=_EXIT_CODES
    )
    app.add_typer(_groups[name], name=name)
