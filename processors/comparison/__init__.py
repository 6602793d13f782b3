"""An authority against its stratum, under statistical secrecy."""
