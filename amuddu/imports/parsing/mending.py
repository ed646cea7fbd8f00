"""Text cells set right where only one reading is possible: double encoding, control characters.

Everything else stays exactly as it was written: quotes, ligatures, widths, spaces.
"""

from __future__ import annotations

import re
from functools import lru_cache

from amuddu.imports.parsing.limits import MAX_CELL
from amuddu.imports.parsing.said import N_, Record, Remark, Said

_SECOND_BYTES = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ√©"
_UNREADABLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ud800-\udfff"
_FIRST_BYTES = "ÂÃÄÅÐÑØÙÚÛâãðï√"
_TRIGGER = re.compile(f"[{_UNREADABLE}{_FIRST_BYTES}طظ]")
_SUSPECT = re.compile(
    f"[{_UNREADABLE}]|[{_FIRST_BYTES}][{_SECOND_BYTES}]|[طظ][^\\sa-zA-Zء-غف-ي]|Ã "
)
_LOST = re.compile("[\ufffd\ud800-\udfff]")
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]+")
_C1 = re.compile("[\x80-\x84\x86-\x9f]")
_ARABIC_TWICE = re.compile("(?:[طظ][^\\sa-zA-Z]){2}")
_DAMAGED = Said(N_("Lettres abîmées avant l'envoi du fichier : vérifiez ce texte."))

TOO_LONG = N_("La cellule de « {column} » dépasse {size} caractères : raccourcissez-la.")

LOST = N_("« {column} » contient des caractères illisibles : enregistrez le fichier en UTF-8.")


_ESCAPED = re.compile(
    r"\\u(?P<unicode>[0-9a-fA-F]{4})|_x(?P<sheet>[0-9A-F]{4})_"
    r"|(?P<mail>(?:=[C-F][0-9A-F](?:=[89AB][0-9A-F]){1,3})+)"
    r"|(?P<web>(?:%[C-Fc-f][0-9A-Fa-f](?:%[89ABab][0-9A-Fa-f]){1,3})+)"
)
"""Letters as programs write them for one another: `\\u00e9`, `_x00E9_`, `=C3=A9`, `%C3%A9`."""
_MARKS_OF_ESCAPES = ("\\u", "_x0", "=C", "=D", "%C", "%D", "%c", "%d")


def is_suspect(text: str) -> bool:
    """Whether a text is to be looked at closely; quick for most, in which nothing is wrong."""
    if _is_escaped(text):
        return True
    if text.isascii() and text.isprintable():
        return False
    return _TRIGGER.search(text) is not None and _SUSPECT.search(text) is not None


def is_lost(text: str) -> bool:
    """Whether characters of the text could not be read, or were lost before."""
    return _LOST.search(text) is not None


def _is_escaped(text: str) -> bool:
    return any(mark in text for mark in _MARKS_OF_ESCAPES) and "://" not in text


def _letter(found: re.Match[str]) -> str:
    """The letter that an escape stands for; what is none stays as it is."""
    code = found["unicode"] or found["sheet"]
    try:
        if code:
            letter = chr(int(code, 16))
            return letter if letter.isprintable() or letter in "\r\n\t" else found[0]
        return bytes.fromhex(re.sub("[=%]", "", found[0])).decode("utf-8")
    except (ValueError, UnicodeError):
        return found[0]


@lru_cache(maxsize=8_192)
def mend(text: str) -> tuple[str, tuple[Said, ...]]:
    """The text set right, and what to say of it; for text that `is_suspect`."""
    notes: list[Said] = []
    if _is_escaped(text) and (plain := _ESCAPED.sub(_letter, text)) != text:
        notes.append(Said(N_("Lettres écrites en code remises en lettres : vérifiez.")))
        text = plain
    mended = _once_encoded(text)
    if mended != text:
        notes.append(Said(N_("Lettres remises en ordre : le texte avait été codé deux fois.")))
    elif _is_damaged(text):
        notes.append(_DAMAGED)
    clean = _CONTROLS.sub(" ", mended.replace("\x00", ""))
    if clean != mended:
        notes.append(Said(N_("Caractères invisibles ôtés de cette cellule.")))
    return clean, tuple(notes)


def mended(record: Record) -> Record:
    """The record with its texts set right, or named as unreadable."""
    texts = [cell for cell in record.cells.values() if isinstance(cell, str)]
    together = " ".join(texts)
    if len(together) <= MAX_CELL and not is_suspect(together):
        return record
    for name, cell in record.cells.items():
        if not isinstance(cell, str):
            continue
        if len(cell) > MAX_CELL:
            record.problem = Said(TOO_LONG, {"column": name, "size": MAX_CELL})
            return record
        if is_suspect(cell):
            if is_lost(cell):
                record.problem = Said(LOST, {"column": name})
                return record
            record.cells[name], said = mend(cell)
            record.remarks += [Remark(record.line, name, each) for each in said]
    return record


def _once_encoded(text: str) -> str:
    import ftfy

    if _ARABIC_TWICE.search(text):
        try:
            return text.encode("cp1256").decode("utf-8")
        except UnicodeError:
            pass
    mended = ftfy.fix_encoding(text)
    return ftfy.fixes.fix_c1_controls(mended) if _C1.search(mended) else mended


def _is_damaged(text: str) -> bool:
    from ftfy.badness import is_bad

    return bool(is_bad(text))
