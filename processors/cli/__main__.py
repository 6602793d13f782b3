"""`python -m processors.cli`: the same as `bilan-social`."""

from __future__ import annotations

from processors.cli.main import main

main()
