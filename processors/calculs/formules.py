"""The ETPR of simple periods as native formulas, for cells that must be right without the add-in.

Functions shared by Excel (2010 and later), LibreOffice and Google Sheets, in their file form (English, commas). The
figures are those of `processors.calculs.equivalent`: a test recalculates them with LibreOffice. What is wrong shows
`A_VERIFIER`.
"""

from __future__ import annotations

from processors.calculs.periodes import MOIS

A_VERIFIER = "à vérifier"
"""What a formula shows for a quotité above 1 or dates out of order; the add-in and the checks say more."""


def formule_etpr(
    quotite: str, debut: str, fin: str, *, annee: int, therapeutique: str = "", arrondir: bool = True
) -> str:
    """The ETPR of one period given by its dates, as a formula over cell addresses.

    quotite, debut, fin: addresses; a blank date means before the year, or after it. therapeutique: address of a cell
    « oui » / « non », '' when there is none. arrondir: two decimals; leave it unrounded to add periods up
    (`formule_etpr_agent`).

    A period outside the year counts 0; a blank quotité (without « oui ») gives the empty text.
    """
    premier, dernier = f"DATE({annee},1,1)", f"DATE({annee},12,31)"
    debut_retenu = f"MAX(N({debut}),{premier})"
    fin_retenue = f"MIN(IF(COUNT({fin})=0,{dernier},N({fin})),{dernier})"
    part = f"({_mois_ecoules(fin_retenue, 0)}-{_mois_ecoules(debut_retenu, 1)})/{MOIS}"
    dehors = f"{fin_retenue}<{debut_retenu}"
    desordre = f"AND(COUNT({debut},{fin})=2,N({fin})<N({debut}))"
    return _garde(quotite, f"IF({dehors},0,{part})", desordre, therapeutique, arrondir)


def formule_etpr_mois(quotite: str, mois: str, *, therapeutique: str = "", arrondir: bool = True) -> str:
    """The ETPR of one period given by its months, as a formula over cell addresses; blank months are the whole year."""
    part = f"IF(COUNT({mois})=0,1,N({mois})/{MOIS})"
    return _garde(quotite, part, f"OR(N({mois})<0,N({mois})>{MOIS})", therapeutique, arrondir)


def formule_etpr_agent(agent: str, agents: str, parts: str) -> str:
    """The ETPR of one agent among many: the unrounded parts of the lines of the agent, added, at most 1, rounded.

    agent: address of the agent's key; agents, parts: ranges of the same height.
    """
    return f"=ROUND(MIN(1,SUMIF({agents},{agent},{parts})),2)"


def _mois_ecoules(jour: str, veille: int) -> str:
    """Months of the year gone by at the end of a day, or of the day before: as `processors.calculs.periodes`."""
    quantieme = f"(DAY({jour})-1)" if veille else f"DAY({jour})"
    return f"(MONTH({jour})+{quantieme}/DAY(EOMONTH({jour},0)))"


def _garde(quotite: str, part: str, faute: str, therapeutique: str, arrondir: bool) -> str:
    retenue, absente = f"N({quotite})", f"COUNT({quotite})=0"
    if therapeutique:
        plein = f'{therapeutique}="oui"'
        retenue, absente = f"IF({plein},1,{retenue})", f"AND(COUNT({quotite})=0,NOT({plein}))"
    valeur = f"{retenue}*{part}"
    resultat = f"ROUND({valeur},2)" if arrondir else valeur
    trop = f"OR({retenue}<0,{retenue}>1,{faute})"
    return f'=IF({absente},"",IF({trop},"{A_VERIFIER}",{resultat}))'
