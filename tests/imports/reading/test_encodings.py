"""Letters come out as they were written, or the file or the row is named."""

from __future__ import annotations

import pytest

from amuddu.imports.reading import read
from amuddu.imports.rows import Table, UnreadableFile

FRENCH = "référence;intitulé;ville\n1;Maçon confirmé;Fès\n2;Chef d'équipe à l'hôtel;Salé\n"
ARABIC = "reference;intitule;ville\n1;بناء;الدار البيضاء\n2;كهربائي;فاس\n"
SPANISH = "ref;titulo;ciudad\n1;Albañil de almacén;Tánger\n2;Peón;Tetuán\n"


def texts(table: Table) -> list[list[object]]:
    """Header and cells."""
    return [list(table.headers), *(list(row.cells.values()) for row in table.rows)]


def written(text: str) -> list[list[str]]:
    return [line.split(";") for line in text.splitlines()]


@pytest.mark.parametrize("text", [FRENCH, ARABIC, SPANISH])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_as_it_is(text: str, encoding: str) -> None:
    table = read(text.encode(encoding), "x.txt")
    assert texts(table) == written(text)
    assert not table.notes


@pytest.mark.parametrize("text", [FRENCH, ARABIC])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_letters_without_a_mark(text: str, encoding: str) -> None:
    table = read(text.encode(encoding), "x.csv")
    assert texts(table) == written(text)
    assert [note.left_out for note in table.notes] == [False]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (FRENCH, "mac_roman"),
        (FRENCH, "cp850"),
        (SPANISH, "cp1252"),
        (ARABIC, "cp1256"),
        ("nom;ville\nبناء;الرباط\n", "cp1256"),
        ("nom;ville\nبناء;الرباط\n", "iso8859_6"),
        ("nom;ville\nMaçon;فاس\n", "cp1256"),
        ("titre\nÉLECTRICIEN À FÈS\n", "cp1252"),
        ("titre\nMaçon\n", "mac_roman"),
        ("titre;prix\nl’été – « œuvre »;20 €\n", "cp1252"),
        ("disponible à partir du\n2027-01-04\n", "cp1252"),
        ("titre;prix\nmanœuvre;20 €\nmaçon;30 €\n", "iso8859_15"),
        (ARABIC, "iso8859_6"),
        ("nom;ville\nMaçon;فاس\n", "mac_arabic"),
        (ARABIC.replace(" ", ""), "mac_arabic"),
        (ARABIC, "cp720"),
        (FRENCH.replace("œ", "oe"), "utf-7"),
        ("الاسم;المدينة\nعائشة;أكادير\nمحمد;سلا\n", "iso8859_6"),
        ("الاسم;المدينة\nعائشة;أكادير\nمحمد;سلا\n", "cp720"),
    ],
)
def test_older_encodings_are_read_with_a_word(text: str, encoding: str) -> None:
    table = read(text.encode(encoding), "x.csv")
    assert texts(table) == written(text)
    assert [(note.line, note.left_out) for note in table.notes] == [(None, False)]


@pytest.mark.parametrize(
    "content",
    [b"titre\nMa\x87on\n", b"titre\nc\x9cur\n", "nom\nبناء\n".encode("cp1256")],
)
def test_two_readings_are_a_refusal_that_shows_both(content: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(content, "x.csv")
    assert "deux façons" in refused.value.text.in_("fr")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("nom;ville\nИван;Рабат\nОльга;Фес\n", "cp1251"),
        ("nom;ville\nИван;Рабат\nОльга;Фес\n", "koi8_r"),
        ("nom;ville\nשלום;רבאט\n", "cp1255"),
        ("nom;ville\nΓιώργος;Ραμπάτ\n", "cp1253"),
        (FRENCH, "cp500"),
    ],
)
def test_letters_of_no_language_that_is_written_here_are_a_refusal(
    text: str, encoding: str
) -> None:
    with pytest.raises(UnreadableFile):
        read(text.encode(encoding), "x.csv")


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("Şükrü", "cp1254"), ("Jiří", "cp1250"), ("Łukasz", "iso8859_2"), ("Dvořák", "cp1250")],
)
def test_a_name_of_another_encoding_names_its_row(name: str, encoding: str) -> None:
    text = f"nom;métier\nRené;maçon\n{name};maçon\nGökçe;électricien\nJosé;éducateur\n"
    found = list(read(text.encode(encoding), "x.csv").rows)
    assert [row.line for row in found if row.problem] == [3]
    assert [row.cells["nom"] for row in found if not row.problem] == ["René", "Gökçe", "José"]


def test_signs_that_people_write_are_no_foreign_letters() -> None:
    text = "titre;texte\nMaçon·ne;25 m² à 3,5 €, nº 5, ½ journée\n¿Qué?;¡Hola! — João, 10°C\n"
    found = list(read(text.encode("cp1252"), "x.csv").rows)
    assert [row.problem for row in found] == [None, None]


def test_a_few_bytes_that_cannot_be_read_name_their_rows() -> None:
    content = FRENCH.encode() + b"3;Ma\xe7on;Rabat\n4;Soudeur;Oujda\n"
    found = list(read(content, "x.csv").rows)
    assert [row.line for row in found if row.problem] == [4]
    assert len(found) == 4


def test_letters_that_were_lost_before_name_their_row() -> None:
    (row,) = read("titre;ville\nMa\ufffdon;Fès\n".encode(), "x.csv").rows
    assert row.problem is not None
    assert "titre" in row.problem.in_("fr")


TWICE = [
    ("Secrétaire", "cp1252"),
    ("Opérateur de l’industrie", "latin-1"),
    ("Maçon à Fès – « œuvre »", "cp1252"),
    ("الدار البيضاء", "cp1252"),
    ("الدار البيضاء", "cp1256"),
]


@pytest.mark.parametrize(("text", "wrong"), TWICE)
@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_text_that_was_encoded_twice_is_mended_with_a_word(
    text: str, wrong: str, suffix: str
) -> None:
    try:
        twice = text.encode().decode(wrong)
    except UnicodeDecodeError:
        twice = text.encode().decode("latin-1")
    content = f"titre;ville\n{twice};Rabat\n" if suffix == "csv" else f'{{"titre": "{twice}"}}'
    (row,) = read(content.encode(), f"x.{suffix}").rows
    assert row.cells["titre"] == text
    assert [(note.column, note.left_out) for note in row.notes] == [("titre", False)]


@pytest.mark.parametrize("cell", ["Ma\\u00e7on", "Ma_x00E7_on", "Ma=C3=A7on", "Ma%C3%A7on"])
def test_letters_written_in_code_are_letters_with_a_word(cell: str) -> None:
    (row,) = read(f"titre;ville\n{cell};Fes\n".encode(), "x.csv").rows
    assert row.cells["titre"] == "Maçon"
    assert [(note.column, note.left_out) for note in row.notes] == [("titre", False)]


@pytest.mark.parametrize(
    "cell", ["https://a.ma/?q=%C3%A7", "50 %CE soir", "x_x0_y", "C:\\users", "a=CB", "1\\u00"]
)
def test_what_is_no_letter_in_code_stays(cell: str) -> None:
    (row,) = read(f"titre;ville\n{cell};Fes\n".encode(), "x.csv").rows
    assert row.cells["titre"] == cell


def test_headers_that_were_encoded_twice_are_mended() -> None:
    content = "référence;intitulé".encode().decode("cp1252") + "\n1;Chef\n"
    table = read(content.encode(), "x.csv", known=("référence", "intitulé"))
    assert table.headers == ("référence", "intitulé")
    assert len(list(table.rows)) == 1
    assert [note.line for note in table.notes] == [1, 1]


@pytest.mark.parametrize(
    "text",
    [
        "l’été – œuvre ﬁn “guillemets” ‘simples’",
        "«\u00a0Où\u00a0?\u00a0»",
        "ＡＢＣ ½ ² №",
        "São João, Ñandú, Øystein, Ávila",
        "N'Diaye Ｍ．",
        "\u202a+212\u202c \u200f\u200d",
        "مُحَمَّد ٠٦ طه ظافر",
        "À SALÉ… ÇA ET LÀ",
        "e\u0301 decomposed",
        "👩🏽‍🍳",
    ],
)
def test_plain_text_stays_exactly_as_it_is(text: str) -> None:
    (row,) = read(f"titre;ville\n{text};Rabat\n".encode(), "x.csv").rows
    assert row.cells["titre"] == text
    assert not row.notes


@pytest.mark.parametrize(("mark", "after"), [("\x0b", " "), ("\x1f", " "), ("\x92", "’")])
def test_control_characters_are_set_right_with_a_word(mark: str, after: str) -> None:
    (row,) = read(f"titre;ville\nl{mark}atelier;Fès\n".encode(), "x.csv").rows
    assert row.cells["titre"] == f"l{after}atelier"
    assert len(row.notes) == 1


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04rest", b"%PDF-1.7\n", b"\x89PNG\r\n", bytes(range(32)) * 50, b"\x00" * 500 + b"a"],
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read(content, "x.csv")
