"""Whether a row and a person already known may be the same. Pure.

A reference alone does not say so: families share one, and lists are numbered anew. What the row
says of name, sex and birth year must not contradict what is stored; what either does not say
contradicts nothing.
"""

from __future__ import annotations

from collections import Counter

from amuddu.contracts.profiles import ProfileIn
from amuddu.reference import names
from amuddu.reference.text import fold

Name = tuple[str, str | None]
"""Given name, family name where there is one."""


def contradicts(row: ProfileIn, stored: ProfileIn) -> bool:
    """Whether a row speaks of somebody else than the one who is stored."""
    return (
        not same_name((row.given_name, row.family_name), (stored.given_name, stored.family_name))
        or _differ(row.sex, stored.sex)
        or _differ(row.birth_year, stored.birth_year)
    )


def same_name(one: Name, other: Name) -> bool:
    """Whether two names may be those of one person.

    Spellings, scripts, accents, case and order do not matter, nor does one word more, such as a
    second given name. A family name that only one of them has is no word more: then the given
    names are compared.

    >>> same_name(("Awa", "Exemple"), ("EXEMPLE", "Awa Marie"))
    True
    >>> same_name(("Awa", "Exemple"), ("Moussa", "Exemple"))
    False
    """
    whole, also = (" ".join(filter(None, name)) for name in (one, other))
    if names.name_words(whole) and names.same_name(whole, also):
        return True
    if bool(one[1]) == bool(other[1]):
        return _alike(_words(*one), _words(*other))
    return _words(*one) == _words(*other) or _alike(_words(one[0]), _words(other[0]))


def _words(*names: str | None) -> Counter[str]:
    return Counter(word for name in names if name for word in (fold(name) or name).split())


def _alike(one: Counter[str], other: Counter[str]) -> bool:
    fewer, more = sorted((one, other), key=Counter.total)
    return fewer <= more and more.total() - fewer.total() <= 1


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other
