"""Files of vacancies and of profiles, as offices keep them, turned into the contracts' bodies.

`tables.py` reads CSV, XLSX and JSON lines; `columns.py` documents the columns and reads their
cells; `mapping.py` lets any file's own columns serve; `importer.py` sends the rows and reports.
"""
