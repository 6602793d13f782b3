"""The same functions in the cell: thin xlwings wrappers over `processors`."""
