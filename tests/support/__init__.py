"""Harnesses shared by the tests (LibreOffice, corpora)."""
