"""The same lot on a Dask cluster: a real scheduler and two worker processes, one of them killed on the way."""

from __future__ import annotations

import builtins
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from processors.batch import grappe
from processors.batch.grappe import GrappeImpossible, connecter
from processors.batch.journal import FOLDER
from processors.batch.pieces import Piece
from processors.batch.rendu import lire_receptions
from tests.batch.coupures import ecarts, entier, lot_melange
from tests.batch.fabrique import bilan, poser
from tests.batch.outils import REGLAGES
from tests.support.imports import RACINE

WAIT = 60.0
_SCRIPT = "from processors.cli.main import main; main()"


@pytest.fixture
def lancer(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts processes of the cluster, each in a group of its own; ends them all."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*words: str) -> subprocess.Popen[bytes]:
        line = [sys.executable, *words]
        with (tmp_path / f"{len(started)}.log").open("wb") as log:
            started.append(subprocess.Popen(line, cwd=RACINE, stdout=log, stderr=log, start_new_session=True))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until(ready: Callable[[], Any]) -> Any:
    limit = time.monotonic() + WAIT
    while not (found := ready()):
        assert time.monotonic() < limit, "nothing came"
        time.sleep(0.05)
    return found


def test_a_cluster_that_loses_a_worker_gives_the_same_results(
    tmp_path: Path, lancer: Callable[..., subprocess.Popen[bytes]]
) -> None:
    recus, resultats = tmp_path / "recus", tmp_path / "grappe"
    lot_melange(recus, 20)
    place = tmp_path / "ordonnanceur.json"
    at = ("--scheduler-file", str(place))
    lancer("-m", "distributed.cli.dask_scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard", *at)
    until(place.is_file)
    worker = ("-m", "distributed.cli.dask_worker", *at, "--nthreads", "1", "--no-dashboard")
    workers = [lancer(*worker, "--no-nanny", "--name", name) for name in ("un", "deux")]
    entier(recus, tmp_path / "ici")
    address = json.loads(place.read_text(encoding="utf-8"))["address"]
    options = ["--dask", address, "--livrables", "txt,html,message"]
    lot = lancer("-c", _SCRIPT, "lot", str(recus), "-o", str(resultats), *options)
    journal = resultats / FOLDER / "journal"
    until(lambda: journal.is_dir() and len(list(journal.iterdir())) > 2)
    workers[0].kill()
    assert lot.wait(WAIT) == 3, (tmp_path / "3.log").read_text(encoding="utf-8")
    assert ecarts(tmp_path / "ici", resultats) == []


def test_no_cluster_at_the_address_is_said() -> None:
    with pytest.raises(GrappeImpossible, match="adresse"):
        connecter("n’importe quoi")


def test_dask_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name == "distributed":
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(GrappeImpossible, match=r"pip install '\.\[dask\]'"):
        connecter("tcp://127.0.0.1:1")


class Figee:
    """A cluster that never ends anything."""

    def __init__(self) -> None:
        self.given_up: list[Any] = []
        self.restarted: list[str] = []

    def nthreads(self) -> dict[str, int]:
        return {"tcp://un": 1}

    def submit(self, *_: Any, **__: Any) -> Futur:
        return Futur()

    def processing(self) -> dict[str, list[str]]:
        return {"tcp://un": ["tache"], "tcp://deux": []}

    def cancel(self, futures: list[Any], *, force: bool) -> None:
        self.given_up += futures

    def restart_workers(self, addresses: list[str], *, raise_for_error: bool) -> None:
        self.restarted += addresses

    def close(self) -> None:
        pass


class Futur:
    """A task that never ends."""

    key = "tache"

    def done(self) -> bool:
        return False


def test_a_file_that_takes_too_long_on_the_cluster_is_refused_and_its_worker_restarted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grappe, "_ended", lambda flying: [])
    cluster = Figee()
    path = poser(tmp_path, "lent.txt", bilan(1))
    piece = Piece("lent.txt", path, None, "0" * 64, 1, "2026-01-01T00:00:00")
    [(given, rendu)] = grappe.executer(cluster, [piece], replace(REGLAGES, delai=0.01))
    assert given is piece
    [refused] = lire_receptions(rendu.receptions)
    assert [found.code for found in refused.constats] == ["LOT-DELAI-DEPASSE"]
    assert (len(cluster.given_up), cluster.restarted) == (1, ["tcp://un"])
