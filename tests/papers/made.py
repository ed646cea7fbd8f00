"""Papers made for the tests: photos of a page with text on it, PDFs that act and that do not."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

NEEDLE = "KORVALAN"


def photo(
    fmt: str = "JPEG",
    size: tuple[int, int] = (1200, 1600),
    *,
    blank: bool = False,
    mode: str = "RGB",
    **save: Any,
) -> bytes:
    """A page with lines on it."""
    image = Image.new("RGB", size, "white")
    if not blank:
        draw = ImageDraw.Draw(image)
        for line in range(10, size[1], 60):
            draw.text((40, line), f"Contrat de travail {NEEDLE} {line}", fill="black")
    written = io.BytesIO()
    image.convert(mode).save(written, fmt, **save)
    return written.getvalue()


def pdf(pages: int = 1, *, password: str = "", script: str = "", inside: bytes = b"") -> bytes:
    """A PDF with so many pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if script:
        action = {"/S": "/JavaScript", "/JS": script}
        writer._root_object[NameObject("/OpenAction")] = _named(action)
    if inside:
        writer.add_attachment("autre.txt", inside)
    if password:
        writer.encrypt(password)
    return _written(writer)


def pdf_with(annotation: dict[str, Any] | None = None, **root: Any) -> bytes:
    """A PDF with an annotation on its page, or with more in its root."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    if annotation is not None:
        page[NameObject("/Annots")] = ArrayObject([_named(annotation)])
    for key, value in root.items():
        writer._root_object[NameObject(f"/{key}")] = _named(value)
    return _written(writer)


def _named(value: Any) -> Any:
    if isinstance(value, dict):
        return DictionaryObject({NameObject(key): _named(each) for key, each in value.items()})
    if isinstance(value, str) and value.startswith("/"):
        return NameObject(value)
    return TextStringObject(value)


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
