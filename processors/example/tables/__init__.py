"""One module per family of tables: each function counts the agents of the simulation into its tables."""
