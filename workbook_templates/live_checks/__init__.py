"""The coherence rules in the workbook: the same declarations as the processor's, as native formulas.

A hidden sheet computes every instance of every rule; « Contrôles » shows one line a rule; hidden flags, local to each
indicator's sheet, make the cells of a broken rule visibly wrong where they are typed.
"""
