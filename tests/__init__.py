"""Tests, named after the behaviour they prove."""
