"""The campaign database: what was received, its history, its values. Documented for users in `docs/campagne.md`."""
