"""What the processing of one file gives back: receptions for the campaign, and files for the sender."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from processors.batch.livrables import produire
from processors.batch.pieces import Piece
from processors.batch.reglages import Reglages
from processors.campaign.reception import Constat, Reception, de_controle
from processors.control import Checked
from processors.findings import Finding, catalogue

_EXAMPLE = "{exemple}"
"""In the message of a finding that quotes what was typed, beside the tables for instance: it may name people."""


@dataclass(frozen=True)
class Rendu:
    """`receptions` are packed (`lire_receptions`); `livrables` are contents by path in the results."""

    receptions: bytes
    livrables: Mapping[str, bytes]
    verdicts: tuple[str, ...]


def rendre(piece: Piece, checked: Iterable[Checked], reglages: Reglages) -> Rendu:
    """The files and the receptions of the reports of a piece."""
    receptions: list[Reception] = []
    written: dict[str, bytes] = {}
    for rank, one in enumerate(checked, start=1):
        files = produire(piece, one, rank, reglages)
        written |= files
        reception = de_controle(
            one,
            fichier=piece.fichier,
            sha256=piece.sha256,
            taille=piece.taille,
            recu_le=piece.recu_le,
            rang=rank,
            livrables=files,
        )
        receptions.append(
            replace(reception, modifie_le=piece.modifie_le, constats=tuple(map(_unquoted, reception.constats)))
        )
    return Rendu(empaqueter(receptions), written, tuple(one.verdict for one in receptions))


def _unquoted(constat: Constat) -> Constat:
    """A finding without the example that it quotes: the sender's report has it, the campaign does not."""
    kind = catalogue().get(constat.code)
    return replace(constat, message=f"{kind.title}.") if kind and _EXAMPLE in kind.message else constat


def refuser(piece: Piece, refus: Finding, reglages: Reglages) -> Rendu:
    """What is given back for a file that was not read."""
    return rendre(piece, [Checked(None, (refus,), (refus,))], reglages)


def empaqueter(receptions: Iterable[Reception]) -> bytes:
    """Receptions as compressed JSON: small to send and to keep."""
    data = [_shallow(one) | {"constats": [_shallow(found) for found in one.constats]} for one in receptions]
    return zlib.compress(json.dumps(data, ensure_ascii=False).encode(), 1)


def _shallow(one: Reception | Constat) -> dict[str, object]:
    """The fields by name; `asdict` would copy thousands of values one by one."""
    return {field.name: getattr(one, field.name) for field in fields(one)}


def lire_receptions(octets: bytes) -> list[Reception]:
    """What was packed. Raise ValueError when it is damaged."""
    try:
        data = json.loads(zlib.decompress(octets))
    except zlib.error as error:
        raise ValueError("damaged receptions") from error
    return [_reception(one) for one in data]


def _reception(data: dict[str, object]) -> Reception:
    lists = {name: tuple(value) for name, value in data.items() if isinstance(value, list) and name != "constats"}
    found = data["constats"]
    assert isinstance(found, list)
    constats = tuple(replace(Constat(**one), cellules=tuple(one["cellules"])) for one in found)
    return Reception(**(data | lists | {"constats": constats}))  # type: ignore[arg-type]  # as `asdict` left it
