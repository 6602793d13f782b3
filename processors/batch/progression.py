"""How far the lot is: a bar on a terminal, a line from time to time elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from processors.cli.terminal import console, warn
from processors.libelles import nombre
from processors.report.mots import pluriel

EVERY = 15.0
"""Seconds between two lines when the output is not a terminal."""

T = TypeVar("T")


def suivre(elements: Iterable[T], quoi: str, total: int, deja: int = 0) -> Iterator[T]:
    """The elements, their progress shown on the standard error. `deja`: how many of `total` were done before."""
    if console(stderr=True).is_terminal:
        yield from _barre(elements, quoi, total, deja)
    else:
        yield from _lignes(elements, quoi, total, deja)


def _barre(elements: Iterable[T], quoi: str, total: int, deja: int) -> Iterator[T]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rythme]}"),
        TextColumn("reste"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(quoi, total=total, completed=deja, rythme="")
        start = time.monotonic()
        for done, element in enumerate(elements, start=1):
            yield element
            bar.update(task, completed=deja + done, rythme=rythme(done, time.monotonic() - start))


def _lignes(elements: Iterable[T], quoi: str, total: int, deja: int) -> Iterator[T]:
    start = said = time.monotonic()
    for done, element in enumerate(elements, start=1):
        yield element
        now = time.monotonic()
        if now - said >= EVERY:
            said = now
            left = reste((total - deja - done) * (now - start) / done)
            warn(
                f"{quoi}\u00a0: {nombre(deja + done)} sur {nombre(total)}, {rythme(done, now - start)}, reste {left}.",
                "",
            )


def rythme(faits: int, secondes: float) -> str:
    """« 12,5 fichiers par seconde »; per minute when it is slower than one a second."""
    if secondes <= 0 or not faits:
        return ""
    pace = faits / secondes
    if pace >= 1:
        return f"{nombre(round(pace, 1))} fichiers par seconde"
    return f"{nombre(round(pace * 60, 1))} fichiers par minute"


def reste(secondes: float) -> str:
    """« 2 h 05 », « 3 minutes », « moins d’une minute »."""
    minutes = round(secondes / 60)
    if minutes < 1:
        return "moins d’une minute"
    if minutes < 60:
        return pluriel(minutes, "minute", "minutes")
    return f"{minutes // 60}\u00a0h\u00a0{minutes % 60:02d}"
