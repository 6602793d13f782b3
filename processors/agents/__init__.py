"""The agent-level sheets: written, read, checked, counted into the bilan."""
