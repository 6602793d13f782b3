"""The database file: opening it, whoever made it, and what a lot asks of it. The only door to DuckDB."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from importlib.metadata import version as software_version
from os import cpu_count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from processors.campaign.ecriture import enregistrer
from processors.campaign.reception import Reception

SCHEMA = Path(__file__).with_name("schema")
FORMAT = "format"
BLOCK = 65_536
"""Bytes of a block of the file, a fourth of what DuckDB takes by itself: small campaigns make small files."""

MEMOIRE = 512
"""Megabytes that DuckDB may take."""

LIMITS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": f"{MEMOIRE}MB",
    "threads": min(4, cpu_count() or 1),
}
"""What DuckDB may take of a desktop PC: by itself, it would take 80 % of the memory and every core.

Measured on 10,000 reports (20 million values): no ready query needs more than 256 MB, nor is slower; more threads only
take more memory. The Python process and its libraries come on top, 100 MB about.
"""

TABLES = ("versions", "receptions", "valeurs", "justifications", "constats", "transitions", "attendus")


class CampagneImpossible(Exception):
    """The database cannot be opened, or refuses what was asked; the text of the exception says why, in French."""


@dataclass(frozen=True, slots=True)
class Recu:
    """One line of `suivi`: where a received report is.

    `reponses`: the digest of its answers. `valide`: its last status says so. `refuse`: the centre de gestion sent it
    back. `ecarte`: it chose another one of the collectivité by its file since. `dernier`: the last that was sent.
    `a_corriger`: the last one is not valid, whether or not an older report stays in force; or no SIRET can be read.
    """

    id: int
    fichier: str
    rang: int
    recu_le: str
    siret: str
    nom: str
    type_collectivite: str
    questionnaire: str
    annee: int | None
    verdict: str
    bloquants: int
    alertes: int
    illisibles: int
    reponses: str
    statut: str
    depuis: str
    par: str
    motif: str
    valide: bool
    refuse: bool
    ecarte: bool
    dernier: bool
    en_vigueur: bool
    a_corriger: bool


@dataclass(frozen=True, slots=True)
class Attendu:
    """A collectivité whose report is expected."""

    siret: str
    nom: str = ""
    type_collectivite: str = ""
    courriel: str = ""


def steps() -> dict[int, Path]:
    """The files that bring a database to each version of its format, in order."""
    return {int(path.stem): path for path in sorted(SCHEMA.glob("*.sql"), key=lambda path: int(path.stem))}


class Campagne:
    """An open campaign database. Use `ouvrir`."""

    def __init__(self, connexion: duckdb.DuckDBPyConnection) -> None:
        self.connexion = connexion

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connexion.close()

    def lignes(self, requete: str, parametres: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self.connexion.execute(requete, list(parametres)).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is inside, or nothing."""
        self.connexion.begin()
        try:
            yield
        except BaseException:
            self.connexion.rollback()
            raise
        self.connexion.commit()

    def enregistrer(self, receptions: Iterable[Reception], remplacees: Collection[int] = ()) -> int:
        """Add receptions in their order, in one transaction; those known already (sha256 and rank) are left out.

        `remplacees`: numbers of receptions taken out first; a new one of the same content and rank takes their number.
        Return how many are new.
        """
        with self.transaction():
            return enregistrer(self.connexion, list(receptions), remplacees)

    def connues(self) -> set[tuple[str, int]]:
        """The receptions that are in, by SHA-256 and rank."""
        return {(sha256, rang) for sha256, rang in self.lignes("SELECT sha256, rang FROM receptions")}

    def receptions(self, siret: str = "") -> list[Recu]:
        """Every reception in the order they came, or those of a SIRET."""
        chosen = "WHERE siret = ?" if siret else ""
        rows = self.lignes(f"SELECT {_RECU} FROM suivi {chosen} ORDER BY id", [siret] if siret else [])
        return [Recu(*row) for row in rows]

    def attendre(self, attendus: Iterable[Attendu]) -> None:
        """Replace the list of the expected collectivités."""
        rows = sorted({one.siret: list(astuple(one)) for one in attendus}.values())
        with self.transaction():
            self.connexion.execute("DELETE FROM attendus")
            if rows:
                self.connexion.executemany("INSERT INTO attendus VALUES (?, ?, ?, ?)", rows)

    def manquants(self) -> list[Attendu]:
        """The expected collectivités that sent nothing that can be read, by SIRET."""
        query = "SELECT attendus.* FROM attendus ANTI JOIN receptions USING (siret) ORDER BY siret"
        return [Attendu(*row) for row in self.lignes(query)]

    def attendus(self) -> list[Attendu]:
        """The expected collectivités, by SIRET; none when no list was ever given."""
        return [Attendu(*row) for row in self.lignes("SELECT * FROM attendus ORDER BY siret")]

    def contenu(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, in a fixed order: two databases with the same contents give the same."""
        return {table: self.lignes(f"SELECT * FROM {table} ORDER BY ALL") for table in TABLES}


def en_memoire() -> duckdb.DuckDBPyConnection:
    """A connection to no file, for queries over arrays."""
    return duckdb.connect(config=LIMITS)


_TEXTS = {"recu_le": "recu_le::VARCHAR", "depuis": "depuis::VARCHAR"}
_RECU = ", ".join(_TEXTS.get(name, name) for name in Recu.__dataclass_fields__)


def ouvrir(path: Path, *, lecture_seule: bool = False, memoire: int = MEMOIRE) -> Campagne:
    """Open a campaign database; make it when there is none, unless `lecture_seule`. An older one is brought up to date.

    `memoire`: megabytes that DuckDB may take; beyond, it writes beside the file what it needs.
    Raise CampagneImpossible: not one of ours, used by another process, made by a newer version.
    """
    if lecture_seule and not path.is_file():
        raise CampagneImpossible(f"La base «\u00a0{path}\u00a0» est introuvable.")
    limits = LIMITS | {"memory_limit": f"{memoire}MB"}
    try:
        if lecture_seule or path.exists():
            connexion = duckdb.connect(str(path), read_only=lecture_seule, config=limits)
        else:
            connexion = duckdb.connect(str(path), config=limits | {"default_block_size": BLOCK})
    except duckdb.Error as error:
        raise CampagneImpossible(_why(path, error)) from error
    try:
        _prepare(path, connexion, lecture_seule)
    except BaseException:
        connexion.close()
        raise
    return Campagne(connexion)


def _prepare(path: Path, connexion: duckdb.DuckDBPyConnection, lecture_seule: bool) -> None:
    """Check the format of the file, and bring it to the last one."""
    last = max(steps())
    found = _format(path, connexion)
    if found > last:
        raise CampagneImpossible(
            f"La base «\u00a0{path}\u00a0» vient d’une version plus récente de bilan-social (format {found}, "
            f"connu jusqu’à {last})\u00a0: mettez bilan-social à jour."
        )
    if found == last:
        return
    if lecture_seule:
        raise CampagneImpossible(
            f"La base «\u00a0{path}\u00a0» est d’un format ancien ({found})\u00a0: "
            "ouvrez-la d’abord en écriture, avec «\u00a0bilan-social lot\u00a0» ou une commande de la campagne."
        )
    connexion.begin()
    for number, file in steps().items():
        if number > found:
            connexion.execute(file.read_text(encoding="utf-8"))
    if not found:
        connexion.execute("INSERT INTO versions VALUES (?, ?)", ["bilan-social", software_version("bilan-social")])
    connexion.execute("DELETE FROM versions WHERE objet = ?", [FORMAT])
    connexion.execute("INSERT INTO versions VALUES (?, ?)", [FORMAT, str(last)])
    connexion.commit()


def _format(path: Path, connexion: duckdb.DuckDBPyConnection) -> int:
    """The format of an open file: 0 when it is new. Raise CampagneImpossible when it holds something else."""
    tables = {name for (name,) in connexion.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not tables:
        return 0
    stranger = CampagneImpossible(f"«\u00a0{path}\u00a0» est une base de données, mais pas celle d’une campagne.")
    if "versions" not in tables:
        raise stranger
    try:
        row = connexion.execute("SELECT version FROM versions WHERE objet = ?", [FORMAT]).fetchone()
    except duckdb.Error as error:
        raise stranger from error
    if row is None or not str(row[0]).isdigit():
        raise stranger
    return int(row[0])


def _why(path: Path, error: duckdb.Error) -> str:
    said = str(error).lower()
    if "could not set lock" in said or "being used" in said or "different configuration" in said:
        return (
            f"La base «\u00a0{path}\u00a0» est utilisée par un autre programme (un lot en cours, un logiciel de "
            "requêtes)\u00a0: attendez qu’il ait fini, ou fermez-le."
        )
    if "newer version" in said or "version number" in said:
        return f"La base «\u00a0{path}\u00a0» vient d’une autre version de DuckDB\u00a0: mettez bilan-social à jour."
    if "permission" in said:
        return f"La base «\u00a0{path}\u00a0» ne peut pas être ouverte\u00a0: accès refusé."
    if "is a directory" in said or "no such file" in said or "cannot open" in said:
        return f"La base «\u00a0{path}\u00a0» ne peut pas être ouverte\u00a0: vérifiez le dossier et vos droits."
    return f"«\u00a0{path}\u00a0» n’est pas une base de campagne."
