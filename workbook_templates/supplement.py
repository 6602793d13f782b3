"""What a workbook may carry beside the questionnaire: what is to be taken up again, and the previous report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbook_templates.complement import Complement
from workbook_templates.previous import Previous
from workbook_templates.rework_lines import Rework


@dataclass(frozen=True)
class Supplement:
    """`rework` makes the « À reprendre » sheet; `previous` shows last year's figures beside the entry cells.

    `complement` makes the variant that calls the functions of the add-in.
    """

    rework: Sequence[Rework] = ()
    previous: Previous | None = None
    complement: Complement | None = None
