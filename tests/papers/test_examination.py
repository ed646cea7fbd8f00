"""What people send as papers: kept clean, or refused with a sentence that helps."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image

from amuddu.papers.examination import NotKept, examined
from amuddu.papers.examining import said
from amuddu.papers.examining.limits import LONG_SIDE, MAX_BYTES, MAX_PAGES
from tests.papers.made import pdf, pdf_with, photo


@pytest.mark.parametrize(
    ("fmt", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGB"), ("PNG", "P"), ("WEBP", "RGB")]
)
def test_a_photo_becomes_a_picture_of_its_own(fmt: str, mode: str) -> None:
    clean = examined(photo(fmt, mode=mode))
    assert (clean.media_type, clean.pages) == ("image/jpeg", 1)
    with Image.open(io.BytesIO(clean.content)) as kept:
        assert (kept.format, kept.size) == ("JPEG", (1200, 1600))


def test_nothing_but_the_picture_survives() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Telephone of somebody"
    exif[0x8825] = {1: "N", 2: (34.0, 1.0, 0.0)}
    came = (
        photo(exif=exif.tobytes(), comment=b"a hidden word")
        + b"<script>alert(1)</script>PK\x03\x04"
    )
    assert b"Telephone of somebody" in came
    kept = examined(came).content
    for told in (b"Telephone", b"hidden", b"script", b"Exif", b"PK\x03\x04"):
        assert told not in kept


def test_a_photo_lies_as_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    with Image.open(io.BytesIO(examined(photo(exif=exif.tobytes())).content)) as kept:
        assert kept.size == (1600, 1200)


def test_a_large_photo_is_brought_to_a_size_that_can_be_read() -> None:
    came = photo(size=(4000, 6000), quality=60)
    kept = examined(came).content
    with Image.open(io.BytesIO(kept)) as picture:
        assert max(picture.size) == LONG_SIDE
    assert len(kept) < len(came)


def test_what_was_seen_through_is_white() -> None:
    image = Image.new("RGBA", (800, 800), (0, 0, 0, 0))
    image.paste((10, 10, 10, 255), (100, 100, 300, 300))
    written = io.BytesIO()
    image.save(written, "PNG")
    with Image.open(io.BytesIO(examined(written.getvalue()).content)) as kept:
        assert kept.getpixel((700, 700)) == (255, 255, 255)


def test_a_plain_pdf_is_kept_as_it_came() -> None:
    came = pdf(3)
    clean = examined(came)
    assert (clean.media_type, clean.pages, clean.content) == ("application/pdf", 3, came)


def test_a_link_to_a_page_of_the_same_file_or_to_the_web_acts_not() -> None:
    link = {"/Subtype": "/Link", "/A": {"/S": "/URI", "/URI": "https://amuddu.example"}}
    assert examined(pdf_with(link)).pages == 1


ACTIVE = {
    "a script": pdf(script="app.alert(1)"),
    "a file inside": pdf(inside=b"something"),
    "a program": pdf_with({"/Subtype": "/Link", "/A": {"/S": "/Launch", "/F": "cmd.exe"}}),
    "a form that sends": pdf_with({"/Subtype": "/Link", "/A": {"/S": "/SubmitForm", "/F": "x"}}),
    "another file": pdf_with({"/Subtype": "/Link", "/A": {"/S": "/GoToR", "/F": "x"}}),
    "a film": pdf_with({"/Subtype": "/RichMedia"}),
    "opens with a script": pdf_with(OpenAction={"/S": "/JavaScript", "/JS": "1"}),
    "an XFA form": pdf_with(AcroForm={"/XFA": "form"}),
    "after something else": pdf_with(AA={"/WC": {"/S": "/Named", "/Next": {"/S": "/Launch"}}}),
}


@pytest.mark.parametrize("what", ACTIVE)
def test_a_pdf_that_acts_is_refused(what: str) -> None:
    with pytest.raises(NotKept) as caught:
        examined(ACTIVE[what])
    assert caught.value.text.message == said.ACTIVE


def test_a_script_whose_name_is_written_in_another_way_is_found() -> None:
    came = pdf_with(OpenAction={"/S": "/JavaScript", "/JS": "1"})
    hidden = came.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS ", b"/J#53 ")
    with pytest.raises(NotKept) as caught:
        examined(hidden)
    assert caught.value.text.message in {said.ACTIVE, said.DAMAGED}


@pytest.mark.parametrize(
    ("came", "why"),
    [
        (b"", said.EMPTY),
        (b"MZ\x90\x00 a program", said.UNKNOWN),
        (b"<html><script>alert(1)</script></html>", said.UNKNOWN),
        (b"PK\x03\x04 a document of an office", said.UNKNOWN),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", said.UNKNOWN),
        (b"GIF89a" + b"\0" * 900, said.UNKNOWN),
        (b"\0\0\0\x18ftypheic" + b"\0" * 900, said.HEIC),
        (b"\xff\xd8\xff\xe0 no picture at all", said.DAMAGED),
        (photo()[:3000], said.DAMAGED),
        (photo(size=(300, 400)), said.TOO_SMALL),
        (photo(size=(600, 20_000)), said.TOO_SMALL),
        (photo(blank=True), said.BLANK),
        (b"%PDF-1.7\nnothing more", said.DAMAGED),
        (pdf(0), said.NO_PAGE),
        (pdf(MAX_PAGES + 1), said.TOO_LONG),
        (pdf(password="secret"), said.LOCKED),
        (photo() + b"\0" * MAX_BYTES, said.TOO_LARGE),
    ],
)
def test_what_cannot_be_kept_says_what_to_do(came: bytes, why: str) -> None:
    with pytest.raises(NotKept) as caught:
        examined(came)
    assert caught.value.text.message == why


def test_a_small_file_that_unpacks_to_a_huge_picture_is_refused_at_once() -> None:
    """A PNG of 30,000 by 30,000 points, all white, in some kilobytes."""
    side = 30_000

    def chunk(kind: bytes, content: bytes) -> bytes:
        length, crc = len(content).to_bytes(4, "big"), zlib.crc32(kind + content)
        return length + kind + content + crc.to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0])
    packed = zlib.compress(bytes((side // 8 + 1) * side), 9)
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )
    assert len(bomb) < MAX_BYTES
    with pytest.raises(NotKept) as caught:
        examined(bomb)
    assert caught.value.text.message == said.TOO_HEAVY


def test_a_pdf_that_unpacks_without_end_is_refused() -> None:
    """Objects inside one another, deeper than any paper has them."""
    deep = b"[" * 5000 + b"]" * 5000
    came = pdf(1).replace(b"/Type /Catalog", b"/Type /Catalog /Deep " + deep)
    with pytest.raises(NotKept) as caught:
        examined(came)
    assert caught.value.text.message in {said.TOO_HEAVY, said.DAMAGED}
