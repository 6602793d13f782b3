"""What « Contrôles » says of a rule: its message without the element and the figures of one anomaly."""

from __future__ import annotations

import re

from schemas.rules import Rule

_FIGURES = re.compile(r"\s?\([^()]*\{[^()]*\)")
_ELEMENT = re.compile(r"^\{element\}\s*:\s*")


def general_message(rule: Rule) -> str:
    """The message of a rule, about any element; its title when the message cannot do without a figure."""
    text = _FIGURES.sub("", _ELEMENT.sub("", rule.message))
    if "{" in text:
        return rule.title
    return text[:1].upper() + text[1:]


def general_remedy(rule: Rule) -> str:
    """The remedy of a rule, about any element."""
    text = _FIGURES.sub("", _ELEMENT.sub("", rule.remedy))
    return re.sub(r"\{\w+\}", "…", text[:1].upper() + text[1:])
