"""How much of a paper is read. Each limit stands above what telephones and offices send."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

MAX_BYTES = 5 * MEGABYTE
"""Of a file. A telephone's photo of 12 megapixels takes three to four."""

MAX_PIXELS = 50_000_000
"""Of a photo, before it is made smaller: the cameras of good telephones give 48 million."""

MIN_SIDE = 500
"""Pixels of the shorter side: below it a page of text cannot be read."""

LONG_SIDE = 2400
"""Pixels to which the longer side is brought down: 200 to the inch on a page of A4."""

QUALITY = 80
"""Of the JPEG that is kept: text stays sharp, a page takes half a megabyte."""

MAX_PAGES = 40
"""Of a PDF."""

MAX_OBJECTS = 60_000
"""Of a PDF; a scanned page has about ten, a typed one some hundreds."""

MAX_DEPTH = 60
"""Objects inside one another."""

CPU_SECONDS = 12
"""Processor time for one paper: a photo of 48 megapixels takes two."""

MAX_MEMORY = 1536 * MEGABYTE
"""Address space: libraries take 300, the largest photo 450."""

WAIT_SECONDS = 40
"""How long it is waited for, on a machine that is busy."""
