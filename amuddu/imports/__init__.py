"""Files of vacancies and of profiles, as offices keep them, turned into the contracts' bodies.

`reading` reads CSV, XLSX and JSON, each file in a process of its own (`parsing`); `columns.py`
documents the columns and reads their cells; `mapping.py` lets any file's own columns serve;
`importer.py` sends the rows and reports.
"""
