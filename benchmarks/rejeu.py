"""Replay of a workbook's writing: what the same file costs with plain XlsxWriter calls and nothing else.

A first build is recorded call by call; `Rejeu.ecrire` then makes the same calls with the same values, on worksheets of
XlsxWriter's own class. Nothing is left to work out: no layout, no formula to render, no state, no total.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy, deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from workbook_templates import builder


@dataclass(frozen=True, slots=True)
class _Renvoi:
    """Stands for the n-th format in the recorded arguments."""

    rang: int


@dataclass(frozen=True, slots=True)
class _Appel:
    """One call: arguments before the format, rank of the format (None: no format among them), arguments after."""

    feuille: int
    methode: str
    avant: tuple[Any, ...]
    format: int | None
    apres: tuple[Any, ...]
    options: dict[str, Any]


@dataclass
class Rejeu:
    """The recorded calls of one build."""

    reglages: dict[str, Any] = field(default_factory=dict)
    proprietes: dict[str, Any] = field(default_factory=dict)
    formats: list[dict[str, Any]] = field(default_factory=list)
    feuilles: list[str] = field(default_factory=list)
    appels: list[_Appel] = field(default_factory=list)

    def ecrire(self, chemin: Path) -> None:
        """Make the recorded calls again."""
        livre = Workbook(str(chemin), deepcopy(self.reglages))
        livre.set_properties(dict(self.proprietes))
        formats = [livre.add_format(dict(proprietes)) for proprietes in self.formats]
        feuilles = [livre.add_worksheet(nom) for nom in self.feuilles]
        for appel in self.appels:
            methode = getattr(feuilles[appel.feuille], appel.methode)
            if appel.format is not None:
                methode(*appel.avant, formats[appel.format], *appel.apres, **appel.options)
            else:
                methode(*(_rendre(argument, formats) for argument in appel.avant), **appel.options)
        livre.close()


def enregistrer(construire: Callable[[], object]) -> Rejeu:
    """Record the calls that `construire` (a call to `workbook_templates.builder.build`) makes to XlsxWriter."""
    rejeu = Rejeu()

    class Livre(Workbook):
        def __init__(self, filename: str, options: dict[str, Any]) -> None:
            rejeu.reglages = deepcopy(options)
            super().__init__(filename, options)
            rejeu.formats.clear()  # the two that XlsxWriter makes for itself
            self.ranges: dict[int, int] = {}

        def set_properties(self, properties: dict[str, Any]) -> None:
            rejeu.proprietes = dict(properties)
            super().set_properties(properties)

        def add_format(self, properties: dict[str, Any] | None = None) -> Format:
            made = super().add_format(properties)
            if hasattr(self, "ranges"):
                self.ranges[id(made)] = len(rejeu.formats)
                rejeu.formats.append(dict(properties or {}))
            return made

        def add_worksheet(self, name: str | None = None, worksheet_class: type | None = None) -> Any:
            feuille = super().add_worksheet(name, worksheet_class)
            rejeu.feuilles.append(str(feuille.name))
            return _Temoin(feuille, len(rejeu.feuilles) - 1, self.ranges, rejeu)

    with patch.object(builder, "Workbook", Livre):
        construire()
    return rejeu


class _Temoin:
    """A worksheet that records the calls made to it."""

    def __init__(self, feuille: Worksheet, rang: int, ranges: dict[int, int], rejeu: Rejeu) -> None:
        self._feuille, self._rang, self._ranges, self._rejeu = feuille, rang, ranges, rejeu

    def __getattr__(self, methode: str) -> Callable[..., Any]:
        def appeler(*arguments: Any, **options: Any) -> Any:
            self._rejeu.appels.append(self._appel(methode, arguments, options))
            return getattr(self._feuille, methode)(*arguments, **options)

        return appeler

    def _appel(self, methode: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> _Appel:
        places = list(_formats(arguments))
        if len(places) == 1:
            place = places[0]
            rang = self._ranges[id(arguments[place])]
            return _Appel(self._rang, methode, arguments[:place], rang, arguments[place + 1 :], options)
        avant = tuple(_retenir(argument, self._ranges) for argument in arguments)
        return _Appel(self._rang, methode, avant, None, (), options)


def _formats(arguments: tuple[Any, ...]) -> Iterator[int]:
    return (rang for rang, argument in enumerate(arguments) if isinstance(argument, Format))


def _retenir(valeur: Any, ranges: dict[int, int]) -> Any:
    """A copy of an argument that XlsxWriter may change, formats replaced by their rank."""
    if isinstance(valeur, Format):
        return _Renvoi(ranges[id(valeur)])
    if isinstance(valeur, dict):
        return {cle: _retenir(contenu, ranges) for cle, contenu in valeur.items()}
    return copy(valeur)


def _rendre(valeur: Any, formats: list[Format]) -> Any:
    if isinstance(valeur, _Renvoi):
        return formats[valeur.rang]
    if isinstance(valeur, dict):
        return {cle: _rendre(contenu, formats) for cle, contenu in valeur.items()}
    return valeur
