"""Makes the corpus of workbooks, once: `python -m tests.corpus.fabrique [FOLDER]`. The files are then frozen in git.

`should_pass/` are read without any finding above information, `should_fail/` are named after the finding they must
give. Files made by XlsxWriter or by hand come out the same at every run; those saved by LibreOffice (dates and
identifiers inside) and the encrypted one do not, which is why the corpus is kept and not made again by the tests.
`attendu.json` holds the number of answers of each file of should_pass, and the codes of its findings.

The macros of the .xlsm are `xl/vbaProject.bin` of `quickstart_standalone.xlsm`, a file of the open source package
xlwings under the BSD 3-clause licence, whose text goes with it (`LICENCE-xlwings.txt`). They are never run.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from processors.control import check
from tests.corpus.a_refuser import SHOULD_FAIL
from tests.corpus.acceptes import SHOULD_PASS

HERE = Path(__file__).parent


def main(folder: Path) -> None:
    """Make every file of the corpus, and what is expected of those that pass."""
    for name, files in (("should_fail", SHOULD_FAIL), ("should_pass", SHOULD_PASS)):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for file, make in files.items():
            make(folder / name / file)
    expected = {}
    for file in SHOULD_PASS:
        (checked,) = check(folder / "should_pass" / file)
        count = len(checked.answers.values) if checked.answers else None
        codes = {found.code for found in checked.findings if not found.code.startswith("C-")}
        expected[file] = {"reponses": count, "codes": sorted(codes)}
    (folder / "attendu.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
