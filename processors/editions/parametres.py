"""The checks of the parameters of the calculations of an edition: `calculs.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from processors.calculs.nombres import exact
from processors.calculs.parametres import FILE, Parametres
from schemas.declaration import Declaration
from schemas.nodes import DeclarationError, Node


def parameter_faults(files: Declaration) -> Iterator[DeclarationError]:
    """Parameters that no calculation knows, that one lacks, or that are no numbers."""
    root = Node(FILE, "", files.yaml(FILE))
    known = {field.name for field in fields(Parametres)} - {"annee"}
    for code in sorted(known - root.data.keys()):
        yield root.fail(code, "missing")
    for code in root.data:
        if code not in known:
            yield root.fail(code, "no calculation knows this parameter")
        else:
            try:
                exact(root.node(code)["valeur"])
            except (TypeError, ValueError) as error:
                raise root.fail(f"{code}.valeur", "a number or a fraction is expected") from error


__all__ = ["FILE", "parameter_faults"]
