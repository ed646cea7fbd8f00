"""Files of vacancies and of profiles, as offices keep them, turned into the contracts' bodies.

`reading` reads CSV, XLSX and JSON, each file in a process of its own (`parsing`); `columns.py`
documents the columns, `headers.py` what real files call them, and `values/` reads their cells;
`completing.py` says what cells mean together; `mapping.py` lets any file's own columns serve;
`importer.py` sends the rows and reports.
"""
