"""The boundary with xlwings: one decorator declares a function for both of its modes, or for none.

xlwings chooses its own decorators when it is imported: the COM server's on Windows, the Office.js ones on a server,
none elsewhere. Without xlwings, functions are plain Python. `charger` loads the functions again under chosen
decorators, so that the server and the generator of VBA work on any system.
"""

from __future__ import annotations

import importlib.util
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from types import ModuleType
from typing import Any, TypeVar

from processors.calculs import CalculError, insecable
from xl_addin.plages import message, rendu

CATEGORIE = "Bilan social"
FONCTIONS = "xl_addin.fonctions"
AIDE_MAXIMUM = 255
"""Characters of a description in Excel's function wizard."""

Fonction = TypeVar("Fonction", bound=Callable[..., Any])
Decorateur = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Decorateurs:
    """The two decorators of one mode of xlwings: of a function, and of one of its arguments."""

    func: Decorateur
    arg: Decorateur


_AIDES = "__aides__"
_choisis: list[Decorateurs] = []


def _courants() -> Decorateurs | None:
    """The decorators in force: chosen by `charger`, else xlwings' own for this machine; None when it is missing."""
    if _choisis:
        return _choisis[-1]
    if importlib.util.find_spec("xlwings") is None:
        return None
    import xlwings

    return Decorateurs(xlwings.func, xlwings.arg)


def complement(**aides: str) -> Callable[[Fonction], Fonction]:
    """Declare a function of the add-in: its docstring is its help, `aides` the help of each argument, in French.

    Every argument arrives as a grid, error cells as text. The result is made fit for a cell (`rendu`); a `CalculError`
    becomes its text.
    """
    textes = {nom: insecable(aide) for nom, aide in aides.items()}

    def declarer(fonction: Fonction) -> Fonction:
        @wraps(fonction)
        def appel(*arguments: Any, **nommes: Any) -> Any:
            try:
                return rendu(fonction(*arguments, **nommes))
            except CalculError as erreur:
                return message(erreur)

        appel.__annotations__ = {}  # xlwings would choose converters from them
        appel.__doc__ = insecable(" ".join((fonction.__doc__ or "").split()))
        vars(appel)[_AIDES] = textes
        decorateurs = _courants()
        if decorateurs is None:
            return appel  # type: ignore[return-value]  # same signature, checked by the callers of `fonction`
        decoree: Any = appel
        for nom, aide in textes.items():
            decoree = decorateurs.arg(nom, ndim=2, err_to_str=True, doc=aide)(decoree)
        declaree: Fonction = decorateurs.func(category=CATEGORIE)(decoree)
        return declaree

    return declarer


def charger(decorateurs: Decorateurs) -> ModuleType:
    """The module of the functions, loaded a second time under these decorators, apart from the ordinary one."""
    spec = importlib.util.find_spec(FONCTIONS)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    _choisis.append(decorateurs)
    try:
        spec.loader.exec_module(module)
    finally:
        _choisis.pop()
    return module


def declarees(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """The functions of the add-in in a module, by name."""
    return {nom: fonction for nom, fonction in inspect.getmembers(module, callable) if hasattr(fonction, _AIDES)}


def aides_de(fonction: Callable[..., Any]) -> dict[str, str]:
    """The help of each argument of a function of the add-in, in the order of its arguments."""
    trouvees: dict[str, str] = vars(fonction)[_AIDES]
    return trouvees
