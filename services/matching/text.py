"""Preparation of job titles that needs more than a character filter.

Two kinds of preparation exist, on purpose:

* What concerns characters (case, accents, Arabic letter forms, "(h/f)") lives in the normaliser
  inside ``tokenizer.json``, so whoever loads the model gets it without knowing it is there.
* What turns one title into several lives here. Official catalogues write both genders in one
  label: ESCO as ``boulanger/boulangère``, ROME as ``Technicien / Technicienne en géothermie``.
  A person writes one of the two, so each is a title of its own.
"""

import re

_SLASH = re.compile(r"\s*/\s*")
_STEM = 2
"""First letters that the two forms of a word share at least: ``chef/cheffe``, ``un/une``."""


def split_gendered(title: str) -> tuple[str, ...]:
    """Give the titles that a two-gender label stands for, masculine first.

    ``split_gendered("Technicien / Technicienne en géothermie")`` is
    ``("Technicien en géothermie", "Technicienne en géothermie")``. A label whose slash means
    something else (``CNC/DNC operator``) comes back alone and unchanged.
    """
    parts = _SLASH.split(title.strip())
    if len(parts) != 2 or not all(parts):
        return (title.strip(),)
    left, right = parts
    if not _same_title(left, right):
        return (title.strip(),)
    return (_with_complement(left, right), right)


def _same_title(left: str, right: str) -> bool:
    """Whether every word of ``left`` has its other-gender form at the same place in ``right``."""
    masculine, feminine = left.split(), right.split()
    if len(masculine) > len(feminine):
        return False
    return all(_share_stem(m, f) for m, f in zip(masculine, feminine, strict=False))


def _share_stem(one: str, other: str) -> bool:
    """Whether two words begin alike, whatever their case."""
    size = min(_STEM, len(one), len(other))
    return one[:size].casefold() == other[:size].casefold()


def _with_complement(left: str, right: str) -> str:
    """Lend ``left`` the words that follow the feminine form (``en géothermie``)."""
    complement = right.split()[len(left.split()) :]
    return " ".join([left, *complement])
