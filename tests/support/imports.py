"""The imports of the project's own modules, read with `ast`: nothing is executed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

RACINE = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Import:
    """One import, as an absolute dotted name, where it stands."""

    nom: str
    ligne: int


def modules(racine: Path, paquets: tuple[str, ...]) -> dict[str, Path]:
    """Dotted name → file of every module of the packages; a package goes by its own name."""
    trouves = {}
    for paquet in paquets:
        for fichier in sorted((racine / paquet).rglob("*.py")):
            parties = fichier.relative_to(racine).with_suffix("").parts
            trouves[".".join(parties[:-1] if parties[-1] == "__init__" else parties)] = fichier
    return trouves


def imports(module: str, fichier: Path, *, au_chargement: bool) -> Iterator[Import]:
    """The imports of one module.

    Args:
        module: its dotted name, from which relative imports are counted.
        fichier: its source.
        au_chargement: only those executed when the module is loaded: neither inside functions nor under
            `if TYPE_CHECKING`.
    """
    paquet = module if fichier.name == "__init__.py" else module.rpartition(".")[0]
    arbre = ast.parse(fichier.read_text(encoding="utf-8"), str(fichier))
    for noeud in _executes(arbre) if au_chargement else ast.walk(arbre):
        if isinstance(noeud, ast.Import):
            yield from (Import(alias.name, noeud.lineno) for alias in noeud.names)
        elif isinstance(noeud, ast.ImportFrom):
            origine = _origine(noeud, paquet)
            yield from (Import(f"{origine}.{alias.name}", noeud.lineno) for alias in noeud.names)


def graphe(fichiers: dict[str, Path]) -> dict[str, set[str]]:
    """Module → modules of `fichiers` that loading it imports by name."""
    return {
        module: {
            cible
            for importe in imports(module, fichier, au_chargement=True)
            if (cible := _module_importe(importe.nom, fichiers)) and cible != module
        }
        for module, fichier in fichiers.items()
    }


def _origine(noeud: ast.ImportFrom, paquet: str) -> str:
    """Absolute name of what an `import from` draws on."""
    if not noeud.level:
        return noeud.module or ""
    base = paquet.split(".")[: len(paquet.split(".")) - noeud.level + 1]
    return ".".join([*base, *([noeud.module] if noeud.module else [])])


def _module_importe(nom: str, fichiers: dict[str, Path]) -> str | None:
    """`a.b.name` is the module `a.b.name` if there is one, else an attribute of the module `a.b`."""
    if nom in fichiers:
        return nom
    parent = nom.rpartition(".")[0]
    return parent if parent in fichiers else None


def _executes(noeud: ast.AST) -> Iterator[ast.AST]:
    """The nodes executed when the module is loaded."""
    for enfant in ast.iter_child_nodes(noeud):
        if isinstance(enfant, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(enfant, ast.If) and "TYPE_CHECKING" in ast.unparse(enfant.test):
            for autrement in enfant.orelse:
                yield autrement
                yield from _executes(autrement)
            continue
        yield enfant
        yield from _executes(enfant)
