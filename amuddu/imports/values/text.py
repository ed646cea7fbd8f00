"""Words that are kept: titles, descriptions, references, codes.

HTML becomes text by `nh3`, which reads it as a browser does. Lengths are those of the contracts.
"""

from __future__ import annotations

import html
import re
from functools import cache
from html.entities import html5
from typing import Any, get_args

import nh3

from amuddu.contracts import types
from amuddu.imports.values.base import (
    INVISIBLE,
    Notes,
    ValueProblem,
    as_text,
    only_marks,
    reader,
    says_nothing,
)
from amuddu.kit.i18n import N_
from amuddu.reference.text import fold, listed


def _limit(kind: Any) -> int:
    """The longest text that a type of the contracts takes, in characters."""
    lengths = (getattr(each, "max_length", None) for each in get_args(kind)[1:])
    return int(next(length for length in lengths if length is not None))


SHORT = _limit(types.ShortText)
LONG = _limit(types.LongText)
REFERENCE = _limit(types.ExternalRef)

_TAGS = listed(
    "a|b|big|blockquote|body|br|button|center|code|dd|div|dl|dt|em|font|footer|form|"
    "h1|h2|h3|h4|h5|h6|head|header|hr|html|i|iframe|img|input|label|li|link|main|"
    "meta|nav|o:p|ol|option|p|pre|s|script|section|select|small|span|strike|strong|"
    "style|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|u|ul"
)
_TAG = re.compile(
    rf"</?(?:{'|'.join(sorted(_TAGS, key=len, reverse=True))})(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE
)
_ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLOCKS = {
    *listed("blockquote|br|div|h1|h2|h3|h4|h5|h6|hr|li|p|pre|section|tr|ul|ol|dd|dt|table|td|th")
}
_ITEM = re.compile(r"<li>\s*(?:</?(?:p|div)>\s*)*")
_SPACE_TAG = re.compile(r"</?t[dh]>")
_ANY_TAG = re.compile(r"</?[a-z][a-z0-9]*>")
_MOST_LAYERS = 8
"""How often entities are undone that were written as entities themselves."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_ZERO_WIDTH = re.compile("[\u00ad\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
"""Invisible marks that no text needs: not those that join letters, or turn a line around."""


@reader
def title(cell: Any, notes: Notes) -> str | None:
    """One line of words."""
    return something(one_line(as_text(cell), notes))


@reader
def job(cell: Any, notes: Notes) -> str | None:
    """The name of a post, or of a course: words, not a number alone."""
    if isinstance(cell, bool):
        raise ValueProblem(_NO_WORDS)
    line = something(one_line(as_text(cell), notes))
    if line is not None and not any(map(str.isalpha, line)):
        raise ValueProblem(_NO_WORDS)
    if line is not None and _LOST.search(line):
        raise ValueProblem(LOST_LETTER)
    return line


_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]")
LOST_LETTER = N_(
    "Un « ? » tient ici la place d'une lettre perdue : corrigez ce texte, ou enregistrez le "
    "fichier en UTF-8."
)


@reader
def employer(cell: Any, notes: Notes) -> str | None:
    """The name of an employer; words that keep it back name none."""
    line = something(one_line(as_text(cell), notes))
    if line is not None and fold(line) in _KEPT_BACK:
        notes.left(N_("Cette cellule ne nomme pas l'employeur : écrivez son nom."))
        return None
    return line


_KEPT_BACK = frozenset(
    fold(words)
    for words in listed(
        "confidentiel|confidentielle|entreprise confidentielle|société confidentielle|anonyme|"
        "employeur confidentiel|entreprise anonyme|client|notre client|un client|particulier|"
        "confidential|anonymous|company confidential|confidencial|empresa confidencial|anónimo|"
        "سرية|شركة سرية|غير معلن"
    )
)
_NO_WORDS = N_("Des mots sont attendus ici : un nombre seul n'est pas gardé.")


@reader
def long(cell: Any, notes: Notes) -> str | None:
    """Sentences, with their line breaks."""
    written = plain(as_text(cell), notes)
    lines = [line.rstrip() for line in written.splitlines()]
    return something(cut("\n".join(lines).strip(), LONG, notes))


@reader
def reference(cell: Any, notes: Notes) -> str | None:
    """The file's own number of a row, an address of the web as well."""
    written = " ".join(_shown(as_text(cell), notes).split())
    if len(written) > REFERENCE:
        raise ValueProblem(
            N_("Cette référence est trop longue : {limit} caractères au plus."), limit=REFERENCE
        )
    return something(written)


@reader(repeated=True)
def code(cell: Any, notes: Notes) -> str:  # noqa: ARG001 - a reader
    """A code of a list, such as that of a scheme."""
    written = " ".join(INVISIBLE.sub("", as_text(cell)).split())
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9:._-]{0,79}", written):
        raise ValueProblem(N_("Un code de la liste est attendu, sans espace ni accent."))
    return written


def one_line(written: str, notes: Notes) -> str | None:
    """Words on one line, cut where they are too long; `None` where nothing is left."""
    line = " ".join(INVISIBLE_IN_LINES.sub("", plain(written, notes)).split())
    return None if only_marks(line) else cut(line, SHORT, notes)


def something(written: str | None) -> str | None:
    """A text; `None` where, once it is clean, it says that there is nothing."""
    return None if says_nothing(written) else written


INVISIBLE_IN_LINES = re.compile(INVISIBLE.pattern.replace("\u200b-\u200f", "\u200b\u200e\u200f"))
"""Invisible marks but the two that names and emoji need."""


def plain(written: str, notes: Notes) -> str:
    """Text without HTML, control characters and marks of no width."""
    return _shown(_without_html(written, notes), notes)


def _shown(written: str, notes: Notes) -> str:
    if _CONTROL.search(written):
        notes.right(N_("Des caractères de contrôle ont été remplacés."))
        written = _CONTROL.sub(_replacement, written)
    if _ZERO_WIDTH.search(written):
        notes.right(N_("Des signes invisibles ont été retirés."))
        written = _ZERO_WIDTH.sub("", written)
    return written


def _replacement(found: re.Match[str]) -> str:
    """A space; for bytes of cp1252 that were taken for characters, what they stand for."""
    try:
        return found.group().encode("latin-1").decode("cp1252") if found.group() > "\x7f" else " "
    except UnicodeError:
        return " "


def _without_html(written: str, notes: Notes) -> str:
    if "<" not in written and "&" not in written:
        return written
    text = written
    for _ in range(_MOST_LAYERS):
        before = text
        text = _stripped(text) if _TAG.search(text) else _ENTITY.sub(_character, text)
        if text == before:
            break
    if text != written:
        notes.right(N_("Le code HTML a été changé en texte simple."))
    return text


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(tags=_BLOCKS, attributes={}, link_rel=None)


def _stripped(written: str) -> str:
    kept = _cleaner().clean(written.replace("\x00", " "))
    kept = _SPACE_TAG.sub(" ", _ITEM.sub("\n- ", kept))
    lines = html.unescape(_ANY_TAG.sub("\n", kept)).split("\n")
    return "\n".join(line for each in lines if (line := " ".join(each.split())) not in ("", "-"))


def _character(found: re.Match[str]) -> str:
    name = found.group(1)
    return html.unescape(found.group()) if name[0] == "#" or f"{name};" in html5 else found.group()


def cut(written: str, limit: int, notes: Notes) -> str:
    """A text of at most `limit` characters, cut between words."""
    if len(written) <= limit:
        return written
    notes.left(
        N_("Texte trop long : seuls les {limit} premiers caractères sont gardés."), limit=limit
    )
    kept = written[:limit]
    if not written[limit].isspace():
        at_a_word = re.sub(r"\S+\Z", "", kept)
        kept = at_a_word if len(at_a_word) > limit // 2 else kept
    return kept.rstrip()
