"""Workbooks that are not XLSX: what is read of them, and what is said not to be looked for."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from datetime import date

import pytest

from amuddu.imports.reading import read
from amuddu.imports.rows import UnreadableFile

XLS = zlib.decompress(
    base64.b85decode(
        "c-rk)O=uHA6n?WmNm`qq)>df65DHeUl~Q~0(#G1_BA8O!gFgtmNmdMvo3h=AKcLl`qacWfikCt?c&U2v2Nm?@L8z"
        "!82uiC54W0xA4{hU{x0^Ms5gX7#WnY*#^WK{`-|U+=vy**3RXII=yKV*+Q9Fn*pDP1bfsSD*%L@TOdoIVD`Pzde="
        "g^9xG7m1KONIyDXKucRe7$EtfLqcN<N)un9E2h0O=)Uq8EFU2L1BCjZA`-46W|&aAJo#ks))ykuO@zz`aUGSoirD"
        "Tw_)FDb^xZry^Y(fJl-eNlg)>m!CmrsLz)(-fu}r=&t76?Ul}^|gpyoghM-gd6M#$FqiU+oWj|bpa)7R`=18P@Kh"
        "iW*<8n{Hw_FI|Ykprp4mtYe)iXf-_l0`*Z}c8q#Kro{f&?%Exx<Vna|XO{MdB72b|;1nHG^4x+RanL1)WOlXjYwt"
        "G2Al%mF9V_XOCocRg0;3ekU{|VWg8;8Q^##nN-m)meLGeF;ElFM$-l!7h39AR98cBH8hk$fMF4!V@nHmh$tUZ8rJ"
        "<vR54K7*|m#oTXC3yR64Gvb(Fh5nI5gE?Nbp^S8=`rN-~Qne4?CBiVmf~f<wtmTeSjt9Q@R-qzxOun9Sbz@*)!L3"
        "m+oQ2)&5R*VTF+8_2;q?t#uevQT(v)JF2yO#D2Jx|Z5?#H%reSU2?5SdH#c>T`jt4T#f9^fJ7mpuG{>na_Lf1v4M"
        "Qo3K6EGjpnX@^yF|>M`7L^yj}(Xktz5>KLc{;e5@kgY7Nx+FuSij}Wltp0nP`ewgFi+FDMqBpw}ROM(?EQxZ`UZA"
        "n5&vLzWM*}`E(a2VmZtp1E}+_uDVJhsGf_;ukCJ`+QXDtPyb_b_odf=~oOAcS&j6my+d*%J4!u%$eL3)Z0|S<l5U"
        "A?A>72r>ww{fxl7%huF6v{(dMBxtWSyhzYKTjJ1uTPlPWY2;$i7=(7A3hwZS!k5xdT8=DdHeab(&WdI^w^3A~SX3"
        "Qy$RURua>$`S5~J%O(CtN{i<x;5aa-SY=CI5=pGp2(>W38m4E#&E6Ev)KI9XEutO1$j$6`zL$$u~8v=`BJ7=$RzW"
        "3c4>#fu~>e4Zsc2L9d_DiwdelzIMR{2yg2I*0"
    )
)
"""A sheet of three offers, of which one has 1/0 as its start, and a hidden sheet; packed."""
_PREFIXES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
HEADER = ("référence", "intitulé", "ville", "contrat", "début")
ERROR = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
    'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
)
NEVER_CALCULATED = '<table:table-cell table:formula="of:=1+1"/>'
DAY = '<table:table-cell office:value-type="date" office:date-value="2027-01-04"/>'


def words(*texts: str) -> str:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    return "".join(map(cell.format, texts))


def ods(*rows: str, ahead: str = "", repeated: int = 1) -> bytes:
    """A workbook as OpenDocument has it."""
    lines = "".join(
        f'<table:table-row table:number-rows-repeated="{repeated}">{row}</table:table-row>'
        for row in rows
    )
    names = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _PREFIXES.items())
    content = (
        f'<?xml version="1.0"?>{ahead}<office:document-content {names}><office:body>'
        f'<office:spreadsheet><table:table table:name="Liste">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{manifest}"/>',
        )
    return out.getvalue()


def test_an_old_workbook_is_read_and_says_what_it_cannot_tell() -> None:
    table = read(XLS, "liste.xls", known=HEADER)
    first, second, third = table.rows
    assert (first.cells["intitulé"], first.cells["début"]) == ("Maçon", date(2027, 1, 4))
    assert (second.cells["intitulé"], third.cells["ville"]) == ("Soudeur", "Salé")
    said = [(note.text.in_("fr"), note.left_out) for note in table.notes]
    assert any("XLS ou ODS" in text and not left for text, left in said)
    assert any("est cachée" in text and left for text, left in said)


def test_an_open_document_is_read_and_its_lost_cells_are_counted() -> None:
    rows = (
        words(*HEADER),
        words("A-1", "Maçon", "Rabat", "CDI") + DAY,
        words("A-2", "Soudeur", "Fès", "CDI") + ERROR,
        words("A-3", "Peintre", "Salé", "CDI") + NEVER_CALCULATED,
    )
    table = read(ods(*rows), "liste.ods", known=HEADER)
    found = list(table.rows)
    assert [row.cells["intitulé"] for row in found] == ["Maçon", "Soudeur", "Peintre"]
    assert found[0].cells["début"] == date(2027, 1, 4)
    left = [note.text.in_("fr") for note in table.notes if note.left_out]
    assert len(left) == 1
    assert left[0].startswith("2 cellules")


@pytest.mark.parametrize("seen", ["collapse", "filter"])
def test_rows_that_an_open_document_does_not_show_are_said(seen: str) -> None:
    content = ods(words(*HEADER), words("A-1", "Maçon", "Rabat", "CDI"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    first, last = parts["content.xml"].rsplit(b"<table:table-row ", 1)
    parts["content.xml"] = first + f'<table:table-row table:visibility="{seen}" '.encode() + last
    hidden = io.BytesIO()
    with zipfile.ZipFile(hidden, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    table = read(hidden.getvalue(), "liste.ods", known=HEADER)
    assert len(list(table.rows)) == 1
    assert any("masquées" in note.text.in_("fr") and not note.left_out for note in table.notes)


@pytest.mark.parametrize("kind", ["type", "wide"])
def test_a_hostile_open_document_is_refused(kind: str) -> None:
    if kind == "type":
        content = ods(words(*HEADER), ahead='<!DOCTYPE a [<!ENTITY e "x">]>')
    else:
        cell = words("x").replace(
            "<table:table-cell", '<table:table-cell table:number-columns-repeated="16000"', 1
        )
        content = ods(cell, repeated=1_000_000)
    with pytest.raises(UnreadableFile):
        list(read(content, "liste.ods").rows)
