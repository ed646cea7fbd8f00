"""Patterns as the data write them, to regular expressions over folded words.

A regular expression of many alternatives is tried at every word; grouped by their first letter,
most words are done with at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from amuddu.redaction.words import CLITICS
from amuddu.reference.text import fold

END = "¶"
"""Stands for the end of a sentence among the words."""
LONG = 300
"""Signs after a leading group from which it is not worth being repeated for every letter."""

_FIRST = "(?=["
_CLITICS_MARK, _STEM, _NUMBER, _GAP, _WORD = "\x03", "\x00", "\x01", "\x02", "\x04"
_LIST = re.compile(r"\{([a-z_]+)\}")
_OPTIONAL_END = re.compile(r" (\(\?:[^()]*\))\?$")
_ONE_LETTER = re.compile(r"[a-z](?![?*+{])")


def compiled(patterns: Sequence[str], lists: Mapping[str, Sequence[str]]) -> re.Pattern[str] | None:
    """One expression for all. It matches the space before the words, which are its first group: so
    words that belong to one passage can begin another.

    >>> bool(compiled(["(no|not) {who}"], {"who": ["wom[ae]n"]}).search(" no women "))
    True
    """
    if not patterns:
        return None
    latin: dict[str, list[str]] = {}
    long: list[str] = []
    others: list[str] = []
    for each in patterns:
        for start in _starts(_regex(_with_lists(each, lists))):
            if start.startswith(_FIRST):
                long.append(start)
            elif _ONE_LETTER.match(start):
                latin.setdefault(start[0], []).append(start[1:])
            else:
                others.append(start)
    branches = [f"{letter}(?:{'|'.join(rests)})" for letter, rests in sorted(latin.items())]
    branches += long
    if others:
        branches.append(f"(?=[^a-z{END}])(?:و|ف)?(?:{'|'.join(others)})")
    return re.compile(f" (?=({'|'.join(branches)}) )")


def _with_lists(pattern: str, lists: Mapping[str, Sequence[str]]) -> str:
    """The pattern with the words of a list where it names one, as `{who}`."""
    while _LIST.search(pattern):
        pattern = _LIST.sub(lambda found: f"({'|'.join(lists[found[1]])})", pattern)
    return pattern


def _regex(pattern: str) -> str:
    letters = "".join(
        fold("".join(group)) if is_word else "".join(group)
        for is_word, group in groupby(_marked(pattern), key=_is_letter)
    )
    grouped = _OPTIONAL_END.sub(r"(?: \1)?", re.sub(r"(?<!\\)\((?!\?)", "(?:", letters))
    numbered = grouped.replace(_STEM, r"\w*").replace(_NUMBER, r"\d{1,2}(?! \d{3} )")
    gaps = numbered.replace(f" {_GAP} ", rf"(?: [^ {END}]+){{0,4}} ")
    return gaps.replace(_CLITICS_MARK, CLITICS).replace(_WORD, rf"[^ {END}]+")


def _marked(pattern: str) -> str:
    """The pattern with its own signs out of the way of folding."""
    signs = ((r"\w*", _STEM), (r"\w+", _WORD), ("...", _GAP), ("~", _CLITICS_MARK))
    for sign, mark in signs:
        pattern = pattern.replace(sign, mark)
    pattern = re.sub(r"(?<![A-Za-z])N(?![A-Za-z])", _NUMBER, pattern)
    return re.sub(r"(?<=\w)\*", _STEM, pattern)


def _is_letter(sign: str) -> bool:
    return ord(sign) > 127 and sign != END


def _starts(regex: str) -> Iterator[str]:
    """The expression, once for every letter that its leading group can begin with."""
    if not regex.startswith("(?:"):
        yield regex
        return
    close = _closing(regex)
    options, rest = _parted(regex[3:close]), regex[close + 1 :]
    if rest.startswith(("*", "+", "{")):
        yield regex
        return
    if rest.startswith("?"):
        rest = rest[1:]
        yield from _starts(rest)
    by_letter: dict[str, list[str]] = {}
    for option in options:
        for start in _starts(option):
            by_letter.setdefault(start[:1] if _ONE_LETTER.match(start) else "", []).append(start)
    if len(rest) > LONG and by_letter.keys() - {""}:
        letters = "".join(sorted(by_letter.keys() - {""}))
        within = "|".join(each for letter in letters for each in by_letter[letter])
        yield f"{_FIRST}{letters}])(?:{within}){rest}"
        by_letter = {"": by_letter[""]} if "" in by_letter else {}
    for letter, starts in by_letter.items():
        within = "|".join(start[len(letter) :] for start in starts)
        yield f"{letter}(?:{within}){rest}"


def _closing(regex: str) -> int:
    depth = 0
    for place, sign in enumerate(regex):
        if regex[place - 1 : place] != "\\":
            depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return place
    raise ValueError(f"a bracket is not closed: {regex}")


def _parted(inner: str) -> list[str]:
    """The alternatives of a group, not those of the groups within."""
    parts, depth, begin = [], 0, 0
    for place, sign in enumerate(inner):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            parts.append(inner[begin:place])
            begin = place + 1
    return [*parts, inner[begin:]]
