"""From a workbook file to answers: recognise it, find its cells, understand what people typed."""

from processors.intake.workbook import Intake, read_workbook

__all__ = ["Intake", "read_workbook"]
