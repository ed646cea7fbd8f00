"""Files that people bring, read into a table of rows, every loss and repair said.

`read` is the door. The bytes go to a process of their own (`amuddu.imports.parsing`), because a
file may be made to keep its reader busy, to fill its memory or to break it.
"""

from amuddu.imports.reading.door import read

__all__ = ["read"]
