"""The database as Parquet files, one per table and one for the follow-up."""

from __future__ import annotations

from pathlib import Path

from processors.campaign.base import TABLES, Campagne

EXPORTED = (*TABLES, "suivi")
_AS_RECORDED = frozenset({"valeurs"})
"""Written in the order of the database, that of the receptions: to sort millions of rows takes time and memory."""
LEFT_OUT = {"attendus": "courriel"}
"""Addresses stay in the database, where reminders need them: an export is made to be passed on."""


def exporter(campagne: Campagne, dossier: Path) -> list[Path]:
    """Write the Parquet files in a folder that exists; their paths, in the order of the tables."""
    written = []
    for name in EXPORTED:
        path = dossier / f"{name}.parquet"
        target = str(path).replace("'", "''")
        columns = f"* EXCLUDE ({LEFT_OUT[name]})" if name in LEFT_OUT else "*"
        ordered = "" if name in _AS_RECORDED else "ORDER BY ALL"
        campagne.connexion.execute(
            f"COPY (SELECT {columns} FROM {name} {ordered}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
        )
        written.append(path)
    return written
