"""The `bilan-social` command: `main` is its entry, one module a theme, `app` and what is below it shared."""
