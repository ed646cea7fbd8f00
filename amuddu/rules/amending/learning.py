"""A process learns of approved versions and answers by them from then on.

Versions only ever come on top, so what was learnt stays. One that this release cannot read, because
it is older or newer than the one that approved it, is left out and named: every other rule goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from amuddu.rules.base import BadRules, Datum
from amuddu.rules.book import Amendment, Book, UnknownFact, stand, standing, trying
from amuddu.rules.hiring_data import contributions_file, hiring_file, wages_file
from amuddu.rules.residence_data import residence_file

READERS: Mapping[str, Callable[[], Datum]] = {
    "residence.yaml": residence_file,
    "wages.yaml": wages_file,
    "contributions.yaml": contributions_file,
    "hiring.yaml": hiring_file,
}
"""The files of which versions are written, with what reads each from the book that stands."""


def learn(amendments: Iterable[Amendment]) -> tuple[Amendment, ...]:
    """Answer by these versions too, from now on; return those that cannot be read."""
    known = {each.number for each in standing().amendments}
    new = sorted((one for one in amendments if one.number not in known), key=lambda one: one.number)
    left_out, book = [], standing()
    for amendment in new:
        candidate = Book((*book.amendments, amendment))
        if _readable(candidate, amendment.file):
            book = candidate
        else:
            left_out.append(amendment)
    if book is not standing():
        stand(book)
    return tuple(left_out)


def _readable(book: Book, file: str) -> bool:
    try:
        with trying(book):
            READERS[file]()
    except (BadRules, UnknownFact, KeyError):
        return False
    return True
