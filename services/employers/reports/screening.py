"""What somebody wrote in a report, without what tells who they are.

Whoever reports has no name that is known here, so names cannot be looked up: beside what
`amuddu.redaction` takes out of any text (contacts, numbers, words of a status), whatever looks like
a name goes. When in doubt a word goes: the agency knows the offer and the employer anyway.

>>> screened("Je suis Zibounda Korvalan. Le chef demande 2 000 DH à Fatou.")
'Je suis …. Le chef demande 2 000 DH à ….'
>>> screened("my name is zibounda and they keep papers")
'my name is … and they keep papers'
"""

from __future__ import annotations

import re

from amuddu.redaction.text import MARK, redact

# How people say who they are; the word behind it goes, and the next where it is written large.
_ME = re.compile(
    r"(?P<said>\b(?:je m['’]appelle|mon nom(?: est|,? c['’]est)?|moi c['’]est|my name(?: is|['’]s)"
    r"|i am called|me llamo|mi nombre es|اسمي|إسمي|انا اسمي|سميتي)\s{1,3})[\w'’\-]{2,40}",
    re.IGNORECASE,
)
_NAME = r"[^\W\d_a-zß-öø-ÿ][\w'’\-]{1,40}"
# A word written large within a sentence, and those that follow it; sums keep their currency.
_SUMS = r"(?!(?:DH|DHS|MAD|CNSS|SMS|CV)\b)"
_LARGE = re.compile(rf"(?<=[\w,;:»”…] ){_SUMS}{_NAME}(?:\s{_NAME}){{0,10}}")
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]")


def screened(text: str) -> str:
    """The text as the agency may read it."""
    kept = _ME.sub(lambda found: found["said"] + MARK, redact(text))
    return redact(_LARGE.sub(_hidden, kept))


def _hidden(found: re.Match[str]) -> str:
    return MARK if _LATIN.match(found.group()) else found.group()
