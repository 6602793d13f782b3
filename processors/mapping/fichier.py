"""Reads a mapping file and refuses what could go wrong later: every fault with its line, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import schemas
from processors.intake.interpretation import fold
from processors.mapping.brut import Brut, lire_brut
from processors.mapping.modele import WHOLE, Cible, Correspondance, Ignoree, MappingError, area, position
from schemas.model import CODED, Cell, Questionnaire
from schemas.variables import cell_of, close_variables

HOW = "une cellule est désignée par «\u00a0cellule\u00a0», ou par «\u00a0ligne\u00a0» et «\u00a0colonne\u00a0»"
_MOST = 30
"""Faults told at once."""


def lire_correspondance(path: Path) -> Correspondance:
    """Read and check a mapping file (.yaml, .yml, .csv). Raise MappingError with every fault and its line."""
    if path.suffix.lower() not in (".yaml", ".yml", ".csv"):
        raise MappingError(f"Une correspondance est un fichier .yaml ou .csv, pas «\u00a0{path.name}\u00a0».")
    brut = lire_brut(path)
    checker = _Checker(brut, _questionnaire(path, brut))
    found = checker.check()
    if brut.faults:
        told = sorted(brut.faults)
        lines = [f"{path.name}, ligne {line}\u00a0: {text}." for line, text in told[:_MOST]]
        if len(told) > _MOST:
            lines.append(f"… et {len(told) - _MOST} autres erreurs.")
        raise MappingError("\n".join(["La correspondance ne peut pas être employée.", *lines]))
    return found


def _questionnaire(path: Path, brut: Brut) -> Questionnaire:
    try:
        return schemas.questionnaire(brut.questionnaire)
    except KeyError as error:
        known = ", ".join(schemas.available())
        raise MappingError(
            f"{path.name}\u00a0: questionnaire inconnu «\u00a0{brut.questionnaire}\u00a0». "
            f"Questionnaires livrés\u00a0: {known}."
        ) from error


class _Checker:
    def __init__(self, brut: Brut, questionnaire: Questionnaire) -> None:
        self.brut, self.questionnaire = brut, questionnaire
        self.tables = {
            name: {fold(value): code for value, code in table.items()} for name, table in brut.traductions.items()
        }
        self._variables: dict[object, int] = {}
        self._places: dict[object, int] = {}

    def check(self) -> Correspondance:
        cibles = [cible for line, item in self.brut.cellules if (cible := self._cible(line, item)) is not None]
        if not cibles and not self.brut.faults:
            self.brut.fault(1, "aucune cellule n’est décrite")
        for name, table in self.brut.traductions.items():
            if len(self.tables[name]) < len(table) or not all(table.values()):
                self.brut.fault(1, f"la traduction «\u00a0{name}\u00a0» donne deux codes à une valeur, ou aucun")
        ignored = tuple(self._ignored(line, item) for line, item in self.brut.ignorees)
        return Correspondance(self.questionnaire, self._modules(cibles), tuple(cibles), self.tables, ignored)

    def _modules(self, cibles: list[Cible]) -> tuple[str, ...]:
        """The modules named, else those of the variables."""
        known = self.questionnaire.modules
        for code in self.brut.modules:
            if code not in known:
                self.brut.fault(1, f"module inconnu «\u00a0{code}\u00a0» (modules\u00a0: {', '.join(known)})")
        indicators = self.questionnaire.indicator_of
        chapters = {indicators[cible.variable.partition("!")[0]].chapter for cible in cibles}
        used = {self.questionnaire.module_of_chapter.get(chapter) for chapter in chapters}
        chosen = tuple(code for code in known if code in used or code in self.brut.modules)
        return chosen or self.questionnaire.default_modules

    def _cible(self, line: int, item: Mapping[str, str]) -> Cible | None:
        cell = self._cell(line, item.get("variable", ""))
        sheet, headers = item.get("feuille", ""), (item.get("ligne", ""), item.get("colonne", ""))
        if not sheet:
            self.brut.fault(line, "la feuille manque")
        spot = self._spot(line, item.get("cellule", ""), headers)
        zone = self._zone(line, item.get("zone", ""))
        table = item.get("traduction", "")
        if cell is None:
            return None
        self._translation(line, table, cell)
        self._once(line, self._variables, cell.code, f"la variable {cell.code} est décrite deux fois")
        key = (fold(sheet), spot) if spot else (fold(sheet), *map(fold, headers), zone)
        self._once(line, self._places, key, "la même cellule répond à deux variables")
        return Cible(cell.code, sheet, line, spot, *headers, zone, table)

    def _cell(self, line: int, variable: str) -> Cell | None:
        cell = cell_of(self.questionnaire, variable)
        if cell is None:
            near = close_variables(self.questionnaire, variable, 1)
            hint = f"\u00a0; la plus proche est {near[0]}" if near else ""
            self.brut.fault(line, f"variable inconnue «\u00a0{variable}\u00a0»{hint}")
        elif cell.computed:
            self.brut.fault(line, f"{variable} est un total\u00a0: il se calcule, il ne se reprend pas")
        return cell

    def _spot(self, line: int, address: str, headers: tuple[str, str]) -> tuple[int, int] | None:
        if bool(address) == any(headers) or (not address and not all(headers)):
            self.brut.fault(line, HOW)
        elif address:
            found = position(address)
            if found is None:
                self.brut.fault(line, f"«\u00a0{address}\u00a0» n’est pas l’adresse d’une cellule, comme B12")
            return found
        return None

    def _zone(self, line: int, text: str) -> tuple[int, int, int, int]:
        found = area(text)
        if found is None:
            self.brut.fault(line, f"«\u00a0{text}\u00a0» n’est pas une zone, comme A5:H20")
        return found or WHOLE

    def _translation(self, line: int, name: str, cell: Cell) -> None:
        if name and name not in self.tables:
            self.brut.fault(line, f"traduction inconnue «\u00a0{name}\u00a0»")
        elif name and cell.type.kind in CODED:
            known = self.questionnaire.choices(cell.type).by_code
            for code in sorted(set(self.tables[name].values()) - known.keys()):
                self.brut.fault(
                    line, f"«\u00a0{code}\u00a0» n’est pas une réponse admise ici ({', '.join(list(known)[:8])}…)"
                )

    def _once(self, line: int, seen: dict[object, int], key: object, text: str) -> None:
        if key in seen:
            self.brut.fault(line, f"{text} (déjà ligne {seen[key]})")
        seen.setdefault(key, line)

    def _ignored(self, line: int, item: Mapping[str, str]) -> Ignoree:
        if not item.get("feuille"):
            self.brut.fault(line, "la feuille à ignorer manque")
        return Ignoree(item.get("feuille", ""), self._zone(line, item.get("zone", "")))
