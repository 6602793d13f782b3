"""How it is asked: the protected workbook derived from a questionnaire."""
