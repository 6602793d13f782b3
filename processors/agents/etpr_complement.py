"""The ETPR of a line of « Périodes » by the functions of the add-in, above the native formula: see `etpr`."""

from __future__ import annotations

from collections.abc import Callable

from processors.agents import etpr
from schemas.registers import Register
from workbook_templates.complement import ETPR, HOURS, TASK, call_above, quoted

_NON = quoted("non")
_VIDE = quoted("")


def formule(fiches: Register) -> Callable[[Callable[[str], str]], str]:
    """The formula of a line, from the references of its fields. Results are exact: they are rounded once added."""
    native, travail = etpr.formule(fiches), etpr.quotite_travail(fiches)

    def une(cellule: Callable[[str], str]) -> str:
        heures, tache, debut, fin = (cellule(code) for code in ("heures", "remuneration_tache", "debut", "fin"))
        par_heures = f"{HOURS}({heures},{_VIDE},{_VIDE},{_NON},{_NON})"
        par_tache = f"{TASK}({tache},{_VIDE},{_NON})"
        par_dates = f"{ETPR}({travail(cellule)},{debut},{fin},{fiches.year},{_VIDE},{_NON})"
        rien = f"COUNT({debut},{fin},{cellule('quotite')})=0"
        par_dates = f'IF({etpr.sans_duree(fiches, cellule)},"{etpr.A_VERIFIER}",{par_dates})'
        choix = f'IF(COUNT({heures})>0,{par_heures},IF(COUNT({tache})>0,{par_tache},IF({rien},"",{par_dates})))'
        return call_above(choix, native(cellule))

    return une
