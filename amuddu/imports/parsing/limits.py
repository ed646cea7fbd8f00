"""How much of a file is read. Each limit stands far above what offices send, and says why."""

from __future__ import annotations

import resource

from amuddu.imports.parsing.said import N_, Unreadable

MEGABYTE = 1024 * 1024

MAX_BYTES = 64 * MEGABYTE
"""Of a file. A table of 100,000 rows and 20 columns takes 8 as a workbook, 30 as text."""

MAX_UNPACKED = 400 * MEGABYTE
"""Of a workbook's parts, unpacked. The same table unpacks to 130."""

MAX_PARTS = 2_000
"""Files in a workbook's archive: sheets, pictures, comments. Each costs a look."""

MAX_ROWS = 200_000
"""Rows of a file, all sheets together: twice the largest register that was named to us."""

MAX_COLUMNS = 2_000
"""A survey with every choice in a column of its own has some hundreds."""

MAX_CELLS = 4_000_000
"""Rows by columns: the largest table of 20 columns, twice over."""

MAX_LINES = 1_500_000
"""Lines of a text: rows with some line breaks in their cells."""

MAX_SHEET_ROWS = 400_000
"""Rows of a sheet, empty ones too. A sheet may have a stray cell in its last row, the millionth."""

MAX_GRID = 25_000_000
"""Cells between a sheet's corners, empty ones too."""

MAX_MARKS = 100_000
"""Cells of a sheet with an error or a formula without a result, each of which is named."""

MAX_SHEETS = 60
"""A year of weeks."""

MAX_CELL = 32_767
"""Characters of a cell: as many as a spreadsheet holds."""

MAX_MERGED = 20_000
"""Merged ranges of a sheet."""

MAX_COVERED = 2_000_000
"""Rows that they cover, counted for each range."""

RATIO_FREE = 20 * MEGABYTE
MAX_RATIO = 250
"""How many times larger than its archive a workbook may be beyond the first megabytes; tables of
repeated rows reach a hundred."""

MAX_DEPTH = 12
"""Objects inside one another in JSON, walked by dotted path."""

HEADER_WINDOW = 60
"""Rows from the top among which the header is looked for."""

REREAD = 3
"""How often a text may be walked again, in all, after quotes that never close."""

MAX_MEMORY = 1024 * MEGABYTE
"""Address space of the parsing process: 100,000 rows of a workbook take 300."""

CPU_SECONDS = 3
"""Processor time for any file, however small: two hundred times what a small file takes."""

CPU_SECONDS_PER_MEGABYTE = 4
"""And for each megabyte: a workbook takes one, a text in which every cell has to be mended three.
"""

CPU_SECONDS_PER_UNPACKED_MEGABYTE = 0.25
"""And for each megabyte of a workbook once it is unpacked."""

SILENCE_SECONDS = 60
"""How long the process may say nothing while it is waited for, on a machine that is busy."""


def cpu_seconds(size: int, unpacked: int = 0) -> int:
    """Processor time that a file of so many bytes may take."""
    more = CPU_SECONDS_PER_MEGABYTE * size + CPU_SECONDS_PER_UNPACKED_MEGABYTE * unpacked
    return CPU_SECONDS + round(more / MEGABYTE)


def refuse_many(rows: int, columns: int) -> None:
    """Raise `Unreadable` for more rows, or cells, than a file may have."""
    if rows > MAX_ROWS or rows * columns > MAX_CELLS:
        raise Unreadable(
            N_("Ce fichier a {rows} lignes et {columns} colonnes : coupez-le en plusieurs."),
            rows=rows,
            columns=columns,
        )


def limit_time(seconds: int, at_most: int) -> None:
    """Have this process killed after so many seconds of processor time.

    `at_most`: up to where the limit may be raised once it is known what a workbook unpacks to.
    """
    resource.setrlimit(resource.RLIMIT_CPU, (min(seconds, at_most), at_most))
