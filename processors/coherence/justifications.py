"""Justifications: what the respondent says of an alert that is kept. It stands beside the alert and erases nothing.

A blocking anomaly is corrected, not justified: its findings carry the text all the same, and stay blocking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from processors.findings import Finding, finding


def justifier(findings: Iterable[Finding], justifications: Mapping[str, str]) -> list[Finding]:
    """The findings with the justification of their rule, then the justifications that have no alert."""
    found = [
        replace(item, justification=justifications[item.code]) if item.code in justifications else item
        for item in findings
    ]
    raised = {item.code for item in found}
    idle = [_idle(code, text) for code, text in sorted(justifications.items()) if code not in raised]
    return found + idle


def _idle(code: str, text: str) -> Finding:
    return finding("JUSTIFICATION-SANS-OBJET", regle=code, texte=f"«\u00a0{text}\u00a0»")
