"""Cells as people write them, and what each becomes, by subject.

A reader takes a cell (a text, a number, a date, or a list of JSON) and returns the value, or a
`Reading` where there is more to say than a value. What cannot be read raises `ValueProblem`, whose
sentence says what was expected. Nothing is set right without a note, and where a cell may mean two
things none is chosen. Sentences never repeat a number, a name, a nationality or a birth.

A reader's own value, read again, is the same value.
"""

from amuddu.imports.values.base import Reading, Said, ValueProblem

__all__ = ["Reading", "Said", "ValueProblem"]
