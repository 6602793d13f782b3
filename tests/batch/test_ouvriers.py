"""Workers: whatever happens to one costs its file, and no other."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from processors.batch import executeurs
from processors.batch.executeurs import executer
from processors.batch.ouvrier import Tache
from processors.batch.pieces import Piece
from processors.batch.rendu import Rendu, empaqueter, lire_receptions
from processors.findings import Verdict
from tests.batch.fabrique import CORPUS, bilan, poser, retoucher, siret
from tests.batch.outils import REGLAGES, codes, lancer
from tests.batch.travaux import capricieux

BONS = int(os.environ.get("LOT_BONS", "40"))
"""Good files among the hostile ones; `LOT_BONS=200 pytest tests/batch/test_ouvriers.py` for the long run."""


def test_a_crash_a_hang_a_memory_hog_and_a_bug_cost_one_file_each(tmp_path: Path) -> None:
    recus = tmp_path / "recus"
    bad = {
        "abandon": "LOT-ARRET-BRUTAL",
        "segfault": "LOT-ARRET-BRUTAL",
        "lent": "LOT-DELAI-DEPASSE",
        "gourmand": "LOT-MEMOIRE",
        "bogue": "LOT-ERREUR-INTERNE",
    }
    if not sys.platform.startswith("linux"):
        del bad["gourmand"]
    for rank, kind in enumerate(bad):
        poser(recus, f"{kind}-1.txt", bilan(100 + rank))
    for number in range(12):
        poser(recus, f"bon-{number}.txt", bilan(number))
    poser(recus, "passager-1.txt", bilan(99))
    settings = replace(REGLAGES, delai=6, memoire=800)  # six seconds: a busy machine is not a hang
    fin = lancer(recus, tmp_path / "res", partial(executer, travailleurs=2, travail=capricieux), reglages=settings)
    found = codes(fin, tmp_path / "res")
    assert {name.partition("-")[0]: found[name] for name in found if not name.startswith(("bon", "passager"))} == {
        kind: {code} for kind, code in bad.items()
    }
    accepted = {one.recu.fichier for one in fin.situation.bilans if one.recu.valide}
    others = {"passager-1.txt"}  # its worker died of something else
    assert accepted == others | {f"bon-{number}.txt" for number in range(12)}, found


def test_a_pool_that_breaks_loses_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """It breaks while a file is handed over, or while others are in work."""
    pools = [PoolFragile(accepte=0), PoolFragile(accepte=1), PoolFragile(accepte=4), PoolFragile(), PoolFragile()]
    monkeypatch.setattr(executeurs, "_pool", lambda *_: pools.pop(0))
    assert executes() == {f"{number}.txt": () for number in range(7)}


def test_a_file_that_no_pool_survives_is_refused_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executeurs, "_pool", lambda *_: PoolFragile(mortel="3.txt"))
    expected: dict[str, tuple[str, ...]] = {f"{number}.txt": () for number in range(7)}
    assert executes() == expected | {"3.txt": ("LOT-ARRET-BRUTAL",)}


def test_workers_that_cannot_start_stop_the_lot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executeurs, "_pool", lambda *_: PoolFragile(accepte=0))
    with pytest.raises(BrokenProcessPool):
        executes()


def executes() -> dict[str, tuple[str, ...]]:
    """The codes found in seven files, by two workers that find none of their own."""
    nothing = Rendu(empaqueter([]), {}, ())
    pieces = [Piece(f"{number}.txt", Path(f"{number}.txt"), None, "", 0, "") for number in range(7)]
    done = [
        (piece.fichier, tuple(found.code for one in lire_receptions(rendu.receptions) for found in one.constats))
        for piece, rendu in executer(pieces, REGLAGES, 2, lambda tache: nothing)
    ]
    assert len(done) == len(pieces), "each file once"
    return dict(done)


class PoolFragile:
    """A pool without workers, that breaks on its `accepte`-th task or more, or once it has taken the file `mortel`."""

    def __init__(self, accepte: int | None = None, mortel: str = "") -> None:
        self.accepte = accepte
        self.mortel = mortel
        self.en_vol: list[Future[object]] = []
        self.casse = False

    def schedule(self, travail: Callable[..., object], args: list[Tache], timeout: float) -> Future[object]:
        assert timeout == REGLAGES.delai
        if self.casse or len(self.en_vol) == self.accepte:
            raise RuntimeError("broken pool")
        self.casse = any(tache.piece.fichier == self.mortel for tache in args)
        future: Future[object] = Future()
        self.en_vol.append(future)
        if self.casse:
            for one in self.en_vol:
                if not one.done():
                    one.set_exception(BrokenProcessPool("all workers expired"))
        else:
            future.set_result(travail(*args))
        return future

    def stop(self) -> None:
        self.casse = True

    def join(self) -> None:
        assert self.casse


def test_every_hostile_file_among_good_ones_is_refused_by_its_own_finding(tmp_path: Path) -> None:
    recus = tmp_path / "recus"
    hostile = hostiles()
    for name, path in hostile.items():
        poser(recus, f"hostiles/{name}", path.read_bytes())
    for path in (CORPUS.parent / "fuzz" / "trouvailles").iterdir():
        poser(recus, f"trouvailles/{path.name}", path.read_bytes())
    whole = (CORPUS / "should_pass" / "rempli.xlsx").read_bytes()
    for number in range(BONS):
        if number % 10 == 0:  # its SIRET is that of the corpus
            poser(recus, f"{number}.xlsx", retoucher(whole, str(number)))
        else:
            poser(recus, f"{number}.txt", bilan(number))
    fin = lancer(recus, tmp_path / "res", partial(executer, travailleurs=2))
    found = codes(fin, tmp_path / "res")
    wrong = {
        name: found.get(f"hostiles/{name}") for name in hostile if code(name) not in found.get(f"hostiles/{name}", ())
    }
    assert wrong == {}
    assert not {one for said in found.values() for one in said if str(one).startswith("LOT-")}
    good = {one.recu.fichier: one.recu for one in fin.situation.bilans if "/" not in one.recu.fichier}
    assert len(good) == BONS
    assert all(one.valide for one in good.values())
    assert {good[f"{number}.txt"].siret for number in range(1, 10)} == {siret(number) for number in range(1, 10)}
    assert Verdict.REJETE.value in fin.verdicts


def hostiles() -> dict[str, Path]:
    """The files named after the finding that refuses them: `CODE--why.xlsx`."""
    folders = [CORPUS / "should_fail", CORPUS.parent / "hostile"]
    return {path.name: path for folder in folders for path in sorted(folder.rglob("*--*")) if path.is_file()}


def code(name: str) -> str:
    return name.partition("--")[0]
