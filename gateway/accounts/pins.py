"""Numbers that a card may have: those that somebody would try first are refused. Pure.

Found by their shape, not in a list: sequences, repeats, years, dates, ways across the keys.
"""

from __future__ import annotations

from calendar import monthrange
from itertools import groupby, pairwise

from amuddu.kit.errors import invalid
from amuddu.kit.i18n import N_

_SHORTEST, _LONGEST = 4, 8
_KEYS = {digit: divmod(place, 3) for place, digit in enumerate("123456789*0#")}
_CORNERS = frozenset("1379")
_EASY = N_("Ce code est trop facile à deviner : choisissez-en un autre.")


def check(pin: str, again: str, birth_year: int | None) -> None:
    """Raise `Invalid` for a number that is none, that is weak, or typed otherwise again."""
    if not (pin.isascii() and pin.isdigit() and _SHORTEST <= len(pin) <= _LONGEST):
        raise invalid("pin", N_("Choisissez un code de 4 à 8 chiffres."))
    if birth_year and str(birth_year) in pin:
        raise invalid("pin", N_("N'utilisez pas l'année de naissance : choisissez un autre code."))
    if weak(pin):
        raise invalid("pin", _EASY)
    if pin != again:
        raise invalid("again", N_("Les deux codes ne sont pas les mêmes. Tapez-les encore."))


def weak(pin: str) -> bool:
    """Whether a number has a shape that people choose, and thieves try."""
    return _repeats(pin) or _runs(pin) or _is_date(pin) or _crosses_keys(pin)


def _repeats(pin: str) -> bool:
    """1212, 7777, 1122, 123123, 5005: few digits, or one piece again and again."""
    period = (pin + pin).find(pin, 1)
    return len(set(pin)) <= 2 or period < len(pin) or pin == pin[::-1]


def _runs(pin: str) -> bool:
    """1234, 7890, 2468, 9630, 112233: each digit as far from the one before."""
    digits = [int(digit) for digit, _ in groupby(pin)]
    return len({(after - before) % 10 for before, after in pairwise(digits)}) <= 1


def _is_date(pin: str) -> bool:
    """A year, a day and a month, or all three, in whatever order people write them."""
    if len(pin) == 4:
        return pin[:2] in ("19", "20") or _day(pin[:2], pin[2:]) or _day(pin[2:], pin[:2])
    if len(pin) == 6:
        first, middle, last = pin[:2], pin[2:4], pin[4:]
        return _day(first, middle) or _day(middle, first) or _day(last, middle)
    if len(pin) == 8:
        ends, begins = pin[4:6] in ("19", "20"), pin[:2] in ("19", "20")
        return (ends and (_day(pin[:2], pin[2:4]) or _day(pin[2:4], pin[:2]))) or (
            begins and (_day(pin[6:], pin[4:6]) or _day(pin[4:6], pin[6:]))
        )
    return False


def _day(day: str, month: str) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= monthrange(2000, int(month))[1]


def _crosses_keys(pin: str) -> bool:
    """2580, 1478, 1590, 1379: a finger that goes from key to key, or around the corners."""
    if set(pin) <= _CORNERS:
        return True
    places = [_KEYS[digit] for digit in pin]
    return all(
        max(abs(row - next_row), abs(column - next_column)) <= 1
        for (row, column), (next_row, next_column) in pairwise(places)
    )
