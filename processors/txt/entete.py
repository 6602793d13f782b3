"""First line of a lot of the txt file (`docs/format-txt.md`, « Première ligne »).

The published part is SIRET (14 characters) then year (4 characters); the fields that follow are ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from processors.txt.codage import SEPARATOR, WITNESS, MalEcrit, escape, unescape

FORMAT = "bilan-social/txt"
MAJOR, MINOR = 1, 1

SIRET_LENGTH = 14
YEAR_LENGTH = 4

_CHECKSUM = f"{SEPARATOR}controle="
_LINE = re.compile(rf"(?P<envelope>[^|]*)\|{re.escape(FORMAT)}\|(?P<rest>.*)", re.DOTALL)
VERSION = re.compile(r"[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}")
_FORMAT_VERSION = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})")
_COUNT = re.compile(r"[0-9]{1,9}")
_LOT = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")
_CRC = re.compile(r"[0-9A-Fa-f]{8}")
_KNOWN = frozenset({"questionnaire", "version", "modules", "lot", "logiciel", "nombre", "controle"})


@dataclass(frozen=True, slots=True)
class Entete:
    """Header of a lot. `lot` is (rank, number of lots) in a grouped export; `autres` the fields we do not know."""

    siret: str
    annee: str
    questionnaire: str
    version: str
    modules: tuple[str, ...]
    nombre: int
    controle: str = ""
    format_version: tuple[int, int] = (MAJOR, MINOR)
    lot: tuple[int, int] = (1, 1)
    logiciel: str = ""
    temoin: str = WITNESS
    autres: Mapping[str, str] = field(default_factory=dict)

    def fields(self) -> str:
        """The line without its last field, the checksum: what the checksum covers."""
        pairs = {
            "questionnaire": self.questionnaire,
            "version": self.version,
            "modules": ",".join(self.modules),
            "lot": "" if self.lot == (1, 1) else f"{self.lot[0]}/{self.lot[1]}",
            "logiciel": self.logiciel,
        }
        parts = [f"{self.siret}{self.annee}", FORMAT, f"{MAJOR}.{MINOR}", WITNESS]
        parts += [f"{key}={escape(value)}" for key, value in pairs.items() if value or key == "modules"]
        return SEPARATOR.join([*parts, f"nombre={self.nombre}"])


def checked_part(line: str) -> str:
    """The part of a header line that the checksum covers."""
    return line.rpartition(_CHECKSUM)[0]


def with_checksum(fields: str, checksum: str) -> str:
    """The header line."""
    return f"{fields}{_CHECKSUM}{checksum}"


def envelope_of(line: str) -> tuple[str, str] | None:
    """SIRET and year, unchecked, of a line that is a header of ours; None for another line."""
    found = _LINE.fullmatch(line)
    return (found["envelope"][:-YEAR_LENGTH], found["envelope"][-YEAR_LENGTH:]) if found else None


def parse(line: str) -> Entete:
    """The header of a line that `envelope_of` accepts. Raise MalEcrit, with the reason, when a field is wrong."""
    siret, annee = envelope_of(line) or ("", "")
    numbers, temoin, *rest = [*line.split(SEPARATOR)[2:], "", ""]
    found = _FORMAT_VERSION.fullmatch(numbers)
    if not found:
        raise MalEcrit("la version du format (3e champ) ne s’écrit pas « 1.0 »")
    version = (int(found[1]), int(found[2]))
    if version[0] > MAJOR:
        return Entete(siret, annee, "", "", (), 0, format_version=version, temoin=temoin)
    pairs = _pairs([part for part in rest if part])
    lot = _LOT.fullmatch(pairs.get("lot", "1/1"))
    if not lot:
        raise MalEcrit("le champ « lot » ne s’écrit pas « rang/nombre »")
    return Entete(
        siret=siret,
        annee=annee,
        questionnaire=pairs["questionnaire"],
        version=_matching(pairs, "version", VERSION),
        modules=tuple(code for code in pairs["modules"].split(",") if code),
        nombre=int(_matching(pairs, "nombre", _COUNT)),
        controle=_matching(pairs, "controle", _CRC).upper(),
        format_version=version,
        lot=(int(lot[1]), int(lot[2])),
        logiciel=pairs.get("logiciel", ""),
        temoin=temoin,
        autres={key: value for key, value in pairs.items() if key not in _KNOWN},
    )


def _pairs(parts: list[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for part in parts:
        key, sign, value = part.partition("=")
        if not sign or key in pairs:
            raise MalEcrit("un champ n’est pas de la forme « nom=valeur » ou se répète")
        pairs[key] = unescape(value)
    missing = [key for key in ("questionnaire", "version", "modules", "nombre", "controle") if key not in pairs]
    if missing:
        raise MalEcrit(f"il manque {' et '.join(f'« {key} »' for key in missing)}")
    if list(pairs)[-1] != "controle":
        raise MalEcrit("« controle » n’est pas le dernier champ")
    return pairs


def _matching(pairs: Mapping[str, str], key: str, pattern: re.Pattern[str]) -> str:
    if not pattern.fullmatch(pairs[key]):
        raise MalEcrit(f"le champ « {key} » est mal écrit")
    return pairs[key]
