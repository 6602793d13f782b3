"""The same declaration and the same answers give the same bytes, whatever the process and the day."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from hashlib import sha256
from zipfile import ZipFile

from tests.support.imports import RACINE
from tests.workbook_templates.classeurs import REC, random_answers
from workbook_templates.builder import build

SCRIPT = """
import sys
from hashlib import sha256
from pathlib import Path
from tests.workbook_templates.classeurs import REC, random_answers
from workbook_templates.builder import build
path = Path(sys.argv[1])
build(path, REC, ("rec", "gpeec"), random_answers(5, 0.3))
print(sha256(path.read_bytes()).hexdigest())
"""


def digest_elsewhere(path, seed: str, zone: str) -> str:
    environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}
    command = [sys.executable, "-c", SCRIPT, str(path)]
    return subprocess.run(
        command, cwd=RACINE, env=environment, check=True, capture_output=True, text=True
    ).stdout.strip()


def test_the_same_answers_give_the_same_bytes_in_another_process(tmp_path) -> None:
    answers = random_answers(5, 0.3)
    path = tmp_path / "ici.xlsx"
    build(path, REC, ("gpeec", "rec"), dict(reversed(answers.items())))
    here = sha256(path.read_bytes()).hexdigest()
    assert digest_elsewhere(tmp_path / "ailleurs.xlsx", "4242", "Pacific/Auckland") == here


def test_a_second_workbook_of_the_same_process_is_the_same(tmp_path) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    build(first, REC, ("gpeec",))
    build(second, REC, ("gpeec",))
    assert first.read_bytes() == second.read_bytes()


def test_nothing_in_the_file_tells_the_day_it_was_written(tmp_path) -> None:
    path = tmp_path / "date.xlsx"
    build(path, REC, ("rec",))
    with ZipFile(path) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        dates = re.findall(r"\d{4}-\d\d-\d\dT", archive.read("docProps/core.xml").decode())
    assert set(dates) == {f"{REC.versions[-1].date}T"}
