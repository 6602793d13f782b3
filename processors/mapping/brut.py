"""A mapping file before it is checked: the same shape whether it was written in YAML or in CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from processors.mapping.modele import MappingError
from schemas.nodes import DeclarationError, LocatedMapping, read_located

_LINE = re.compile(r"line (\d+)")
CELL_KEYS = ("variable", "feuille", "cellule", "ligne", "colonne", "zone", "traduction")
TABLE_KEYS = frozenset({"tableau", "feuille", "zone", "lignes", "colonnes", "traduction"})
ROOT_KEYS = frozenset({"questionnaire", "modules", "traductions", "cellules", "tableaux", "ignorer"})
IGNORED_KEYS = frozenset({"feuille", "zone"})
TRUTH = (
    "sans guillemets, YAML lit «\u00a0on\u00a0», «\u00a0off\u00a0», «\u00a0yes\u00a0», «\u00a0no\u00a0», "
    "«\u00a0true\u00a0» et «\u00a0false\u00a0» comme vrai ou faux et non comme des textes\u00a0: "
    'mettez ce mot entre guillemets ("on")'
)
MOST_BYTES = 5_000_000


@dataclass
class Brut:
    """What the file says. Every item comes with the line it stands on; `faults` are the shapes that are wrong."""

    questionnaire: str = ""
    modules: list[str] = field(default_factory=list)
    traductions: dict[str, dict[str, str]] = field(default_factory=dict)
    cellules: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    ignorees: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def fault(self, line: int, text: str) -> None:
        self.faults.append((line, text))


def lire_brut(path: Path) -> Brut:
    """Read a mapping file, by its suffix. Raise MappingError when it cannot be read at all."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise MappingError(f"«\u00a0{path.name}\u00a0» est trop gros pour une correspondance.")
        if path.suffix.lower() in (".yaml", ".yml"):
            return _Yaml().read(read_located(path.parent, path.name))
        return _csv(path.read_bytes())
    except DeclarationError as error:
        found = _LINE.search(error.message)
        where = f", ligne {found[1]}" if found else ""
        raise MappingError(
            f"{path.name}{where}\u00a0: le fichier n’est pas du YAML bien écrit (retrait, guillemets, ou clé présente "
            "deux fois)."
        ) from error
    except OSError as error:
        raise MappingError(f"«\u00a0{path.name}\u00a0» est illisible.") from error


class _Yaml:
    def __init__(self) -> None:
        self.brut = Brut()

    def read(self, root: Any) -> Brut:
        brut = self.brut
        if not isinstance(root, LocatedMapping):
            raise MappingError("Une correspondance est un ensemble de clés\u00a0: questionnaire, cellules, tableaux…")
        self._unknown(root, ROOT_KEYS)
        self._truths(root, root.line)
        brut.questionnaire = str(root.get("questionnaire") or "")
        modules = root.get("modules") or []
        brut.modules = [str(one) for one in (modules if isinstance(modules, list) else [modules])]
        self._translations(root)
        brut.cellules += [(item.line, self._texts(item, CELL_KEYS)) for item in self._items(root, "cellules")]
        for item in self._items(root, "tableaux"):
            brut.cellules += self._table(item)
        brut.ignorees += [(item.line, self._texts(item, tuple(IGNORED_KEYS))) for item in self._items(root, "ignorer")]
        return brut

    def _unknown(self, item: LocatedMapping, known: frozenset[str] | tuple[str, ...]) -> None:
        for key in item:
            if key not in known:
                line, names = item.lines.get(key, item.line), ", ".join(sorted(known))
                self.brut.fault(line, f"clé inconnue «\u00a0{key}\u00a0» (clés admises\u00a0: {names})")

    def _truths(self, content: object, line: int) -> None:
        """Refuse the texts that YAML takes for truth values, wherever they stand. `line`: that of the content."""
        if isinstance(content, bool):
            self.brut.fault(line, TRUTH)
        elif isinstance(content, LocatedMapping):
            for key, value in content.items():
                self._truths(key, content.lines[key])
                self._truths(value, content.lines[key])
        elif isinstance(content, list):
            for item in content:
                self._truths(item, line)

    def _items(self, root: LocatedMapping, key: str) -> Iterator[LocatedMapping]:
        items = root.get(key) or []
        if not isinstance(items, list):
            self.brut.fault(root.lines[key], f"«\u00a0{key}\u00a0» attend une liste")
            return
        for item in items:
            if isinstance(item, LocatedMapping):
                yield item
            else:
                self.brut.fault(root.lines[key], f"chaque élément de «\u00a0{key}\u00a0» est un ensemble de clés")

    def _texts(self, item: LocatedMapping, keys: tuple[str, ...]) -> dict[str, str]:
        self._unknown(item, keys)
        return {key: _text(item[key]) for key in keys if item.get(key) is not None}

    def _translations(self, root: LocatedMapping) -> None:
        tables = root.get("traductions") or {}
        if not isinstance(tables, LocatedMapping | dict):
            self.brut.fault(root.lines["traductions"], "«\u00a0traductions\u00a0» attend des tables de valeurs")
            return
        for name, table in tables.items():
            if isinstance(table, Mapping):
                self.brut.traductions[str(name)] = {_text(key): _text(value) for key, value in table.items()}
            else:
                self.brut.fault(
                    root.lines["traductions"], f"la traduction «\u00a0{name}\u00a0» attend des valeurs et des codes"
                )

    def _table(self, item: LocatedMapping) -> Iterator[tuple[int, dict[str, str]]]:
        """The cells of a grid: each header of row with each header of column."""
        self._unknown(item, TABLE_KEYS)
        rows, columns = item.get("lignes"), item.get("colonnes")
        if not (isinstance(rows, LocatedMapping) and isinstance(columns, LocatedMapping)):
            self.brut.fault(
                item.line, "un tableau attend «\u00a0lignes\u00a0» et «\u00a0colonnes\u00a0»\u00a0: en-tête et code"
            )
            return
        shared = {key: _text(item[key]) for key in ("feuille", "zone", "traduction") if item.get(key) is not None}
        for header, row in rows.items():
            for title, column in columns.items():
                variable = f"{item.get('tableau', '')}!{row}.{column}"
                cell = {"variable": variable, "ligne": _text(header), "colonne": _text(title), **shared}
                yield rows.lines.get(header, item.line), cell


def _text(value: object) -> str:
    """A scalar of YAML as it was meant: `2019` is a text here."""
    return "" if value is None else str(value).strip()


def _csv(data: bytes) -> Brut:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    brut, header = Brut(), None
    for rank, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=";"), start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#"):
            continue
        if header is None:
            header = _directive(brut, rank, cells)
        elif len(cells) > len(header):
            brut.fault(rank, f"{len(cells)} champs pour {len(header)} colonnes")
        else:
            brut.cellules.append((rank, {key: cell for key, cell in zip(header, cells, strict=False) if cell}))
    if header is None:
        brut.fault(1, f"la ligne des titres manque\u00a0: {';'.join(CELL_KEYS)}")
    return brut


def _directive(brut: Brut, rank: int, cells: list[str]) -> list[str] | None:
    """A line before the titles of the columns; the titles once they are met."""
    word, *rest = cells
    rest = [one for one in rest if one]
    match word, rest:
        case "questionnaire", [name]:
            brut.questionnaire = name
        case "modules", [_, *_]:
            brut.modules = [one.strip() for text in rest for one in text.split(",")]
        case "traduction", [name, value, code]:
            brut.traductions.setdefault(name, {})[value] = code
        case "ignorer", [sheet]:
            brut.ignorees.append((rank, {"feuille": sheet}))
        case "ignorer", [sheet, zone]:
            brut.ignorees.append((rank, {"feuille": sheet, "zone": zone}))
        case _ if "variable" in cells and "feuille" in cells:
            for unknown in set(filter(None, cells)) - set(CELL_KEYS):
                brut.fault(
                    rank, f"colonne inconnue «\u00a0{unknown}\u00a0» (colonnes admises\u00a0: {', '.join(CELL_KEYS)})"
                )
            return cells
        case _:
            brut.fault(rank, "ni questionnaire, modules, traduction ou ignorer, ni ligne des titres")
    return None
