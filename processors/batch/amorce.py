"""Imported by the process that workers are forked from, and by nothing else: they start with everything loaded."""

from __future__ import annotations

from processors.batch.ouvrier import preparer

preparer()
