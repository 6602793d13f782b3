"""The documented schema of the database: the table part of `docs/campagne.md`, made from the schema itself.

python -m processors.campaign.documentation docs/campagne.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb

from processors.campaign.base import TABLES, steps
from processors.campaign.requetes import requetes

BEGIN, END = "<!-- début des tables -->\n", "<!-- fin des tables -->\n"
_TYPES = {
    "VARCHAR": "texte",
    "INTEGER": "entier",
    "BIGINT": "entier",
    "DOUBLE": "nombre",
    "DATE": "date",
    "TIMESTAMP": "date et heure",
    "BOOLEAN": "vrai ou faux",
    "VARCHAR[]": "liste de textes",
}


def tables() -> str:
    """The tables, the view and the ready queries, in Markdown."""
    connexion = duckdb.connect()
    for file in steps().values():
        connexion.execute(file.read_text(encoding="utf-8"))
    return "\n".join([*_tables(connexion), *_queries()]) + "\n"


def _tables(connexion: duckdb.DuckDBPyConnection) -> Iterator[str]:
    query = "SELECT table_name, comment FROM duckdb_tables() UNION ALL SELECT view_name, comment FROM duckdb_views()"
    titles = dict(connexion.execute(query).fetchall())
    columns = "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index"
    for name in (*TABLES, "suivi"):
        rows = connexion.execute(columns, [name]).fetchall()
        yield from ("", f"### `{name}`", "", str(titles[name]), "", "| Colonne | Type | Contenu |", "|---|---|---|")
        for column, kind, comment in rows:
            yield f"| `{column}` | {_TYPES[kind]} | {comment or 'comme dans `receptions`'} |"


def _queries() -> Iterator[str]:
    yield from ("", "### Les requêtes prêtes", "", "| Nom | Ce qu’elle donne |", "|---|---|")
    for one in requetes().values():
        yield f"| `{one.nom}` | {one.titre} |"


def refreshed(page: str) -> str:
    """The page with its table part up to date."""
    before, _, rest = page.partition(BEGIN)
    return before + BEGIN + tables() + "\n" + END + rest.partition(END)[2]


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.write_text(refreshed(target.read_text(encoding="utf-8")), encoding="utf-8")
