"""The workbook of a plan: written with what stands there, read back cell by cell."""
