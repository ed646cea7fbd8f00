"""A PDF: every object of it is looked at for what acts or hides; the file is kept as it came.

It is not rebuilt: what somebody filled in or signed would be lost. It is refused where it holds a
program, an action that leaves the page, or files inside (ISO 32000-2, 12.6 and 7.11.4).
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from amuddu.papers.examining.limits import MAX_DEPTH, MAX_OBJECTS, MAX_PAGES
from amuddu.papers.examining.said import (
    ACTIVE,
    DAMAGED,
    LOCKED,
    NO_PAGE,
    TOO_HEAVY,
    TOO_LONG,
    NotKept,
)

_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/RichMediaContent", "/XFA"})
_ACTIONS = frozenset(
    {
        *(
            "/JavaScript",
            "/Launch",
            "/SubmitForm",
            "/ImportData",
            "/GoToR",
            "/GoToE",
            "/GoTo3DView",
        ),
        *("/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/ResetForm", "/Hide"),
    }
)
_ANNOTATIONS = frozenset(
    {"/RichMedia", "/Movie", "/Sound", "/Screen", "/FileAttachment", "/3D", "/EmbeddedFile"}
)


def pages_of(content: bytes) -> int:
    """How many pages it has, once nothing in it acts. Raises `NotKept`."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise NotKept(LOCKED)
        for each in _objects(reader):
            _refuse_active(each)
        pages = len(reader.pages)
    except NotKept:
        raise
    except RecursionError:
        raise NotKept(TOO_HEAVY) from None
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise NotKept(DAMAGED) from None
    if not pages:
        raise NotKept(NO_PAGE)
    if pages > MAX_PAGES:
        raise NotKept(TOO_LONG)
    return pages


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Every object that the file names, whether a page uses it or not."""
    known = {(number, generation) for generation, some in reader.xref.items() for number in some}
    known |= {(number, 0) for number in reader.xref_objStm}
    if len(known) > MAX_OBJECTS:
        raise NotKept(TOO_HEAVY)
    yield reader.trailer
    for number, generation in sorted(known):
        if number:
            yield reader.get_object(IndirectObject(number, generation, reader))


def _refuse_active(found: Any) -> None:
    waiting = [(found, 0)]
    while waiting:
        each, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise NotKept(TOO_HEAVY)
        if isinstance(each, DictionaryObject):
            if _KEYS & each.keys() or _acts(each):
                raise NotKept(ACTIVE)
            waiting += [(value, depth + 1) for value in _raw(each)]
        elif isinstance(each, ArrayObject):
            waiting += [(list.__getitem__(each, at), depth + 1) for at in range(len(each))]


def _raw(each: DictionaryObject) -> list[Any]:
    """Its values as they stand: a reference is walked where its object is."""
    return [each.raw_get(key) for key in each]


def _acts(each: DictionaryObject) -> bool:
    return _name(each, "/S") in _ACTIONS or bool(
        _ANNOTATIONS & {_name(each, "/Subtype"), _name(each, "/Type")}
    )


def _name(each: DictionaryObject, key: str) -> str:
    value = each.get(key)
    return str(value) if isinstance(value, NameObject) else ""
