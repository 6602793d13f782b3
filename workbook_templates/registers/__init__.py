"""The workbook of the agent-level sheets: one Excel table a sheet, and its printable blank."""
