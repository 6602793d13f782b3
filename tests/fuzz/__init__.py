"""Mutated real files: whatever arrives, a check ends in time with a finding, never with an exception."""
