"""Preparation of job titles that needs more than a character filter.

Two kinds of preparation exist, on purpose:

* What concerns characters (case, accents, Arabic letter forms, "(h/f)") lives in the normaliser
  inside ``tokenizer.json``, so whoever loads the model gets it without knowing it is there.
* What turns one title into several, or drops words of it, lives here. Official catalogues write
  both genders in one label: ESCO as ``boulanger/boulangère``, ROME as ``Technicien /
  Technicienne en géothermie``. A person writes one of the two, so each is a title of its own.
  Vacancies add what is no part of the trade (town, contract, hours), and national registers
  exclude: ``Architects, Except Landscape and Naval`` is not about landscapes.
"""

import re

_SLASH = re.compile(r"\s*/\s*")
_STEM = 2
"""First letters that the two forms of a word share at least: ``chef/cheffe``, ``un/une``."""

_SECOND = re.compile(r"(?P<first>[\w-]{3,})\s*/\s*(?P<second>[\w-]{3,})")
_LONG_STEM = 3
"""First letters that two neighbours of a slash share where they are one word twice."""

_GENDERS = re.compile(
    r"[(\[]?\s*(?<!\w)[hfm]\s*[/-]\s*[hfm](?:\s*[/:-]\s*[xdn])?(?!\w)\s*[)\]]?", re.I
)
"""``(H/F)``, ``F/H``, ``h/f/x``, ``m-f``."""

_ENDINGS = re.compile(
    r"(?<=\w)\s?\((?:e|s|es|a|as|os|ve|ive|fe|fes|ne|se|euse|le|te|ère|ière|rice|trice|sse)\)",
    re.I,
)
"""A second ending in brackets: ``administratif (ve)``, ``chef(fe)``, ``cocinero(a)``."""

_EXCLUDED = re.compile(
    r"[,(;]?\s*\b(?:except|excluding|other than|not elsewhere classified"
    r"|sauf|hormis|à l['’]exception d|non class[ée]e?s ailleurs"
    r"|excepto|salvo|no clasificad[oa]s)\b.*$",
    re.I,
)
"""What a register says that it does not mean, to the end of the title."""

_REMAINDER = re.compile(r",?\s*\b(?:all other|and related workers|n\.?e\.?c\.?)\s*$", re.I)

_TERMS = re.compile(
    r"\(\d+\)|\b(?:en\s+)?(?:cdi|cdd|int[ée]rim|alternance|temps plein|temps partiel|urgent)\b"
    r"|\b(?:full|part)[ -]time\b|\b(?:tiempo completo|media jornada|jornada completa)\b"
    r"|\b\d+\s*(?:h|%)\w*|\b\d+\b|%",
    re.I,
)
"""Contract and hours: ``CDI``, ``25H``, ``80 %``, ``(07)``."""

_TOWN = re.compile(
    r"\s+(?:à|[Ss]ecteur)\s+(?:[Ss]t\s+)?[A-ZÉÈ][\w'’-]*"
    r"(?:\s+(?:(?:de|du|sur|la|le|les|en)\s+)?[A-ZÉÈ][\w'’-]*)*\s*$"
)
"""A place at the end, known by its capital: ``à St Sauveur de Montagut``, ``secteur AUBENAS``."""


def core_title(title: str) -> str:
    """The words of a title that say the trade.

    ``core_title("CONDUCTEUR DE CARS secteur AUBENAS (07) (H/F)")`` is ``"CONDUCTEUR DE CARS"``.
    Where nothing would be left, the title comes back as it was.
    """
    kept = _REMAINDER.sub("", _EXCLUDED.sub("", title))
    kept = _TERMS.sub(" ", _ENDINGS.sub("", _GENDERS.sub(" ", kept)))
    kept = _TOWN.sub("", " ".join(kept.split())).strip(" ,;:/-")
    return kept if any(letter.isalpha() for letter in kept) else title.strip()


def without_marks(title: str) -> str:
    """A title without its marks of both genders: "(H/F)", "administratif (ve)"."""
    return _ENDINGS.sub("", _GENDERS.sub(" ", title))


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


def one_gender(title: str) -> str:
    """The title with the first of its two genders wherever it writes both.

    ``one_gender("Chef cuisinier / cuisinière")`` is ``"Chef cuisinier"``.
    """
    return _SECOND.sub(_without_second, split_gendered(title)[0])


def _without_second(found: re.Match[str]) -> str:
    first, second = found["first"], found["second"]
    same = first[:_LONG_STEM].casefold() == second[:_LONG_STEM].casefold()
    return first if same else found.group()


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
