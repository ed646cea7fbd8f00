"""Whatever a table looks like, no row of it is lost without a word, and no cell is changed."""

from __future__ import annotations

import csv
import io
import json
import random
from dataclasses import dataclass, field

import pytest

from amuddu.imports.reading import read
from amuddu.imports.rows import UnreadableFile
from tests.imports.reading.books import book_of, saved

NAMES = ("référence", "intitulé", "ville", "employeur", "contrat", "téléphone", "présentation")
LATIN = (
    "Maçon", "chef d'équipe", "Salé", "N/A", "", "", "a;b", "a,b", "x|y", 'dit "grand"', "  Fès ",
    "ligne\nsuivante", "12,5", "0612345678", "2027-01-04", "sep=;", "#4", "l'été", "Côté à côté",
)  # fmt: skip
ARABIC = ("بناء", "الدار البيضاء", "كهربائي", "فاس", "", "12", "Rabat")
WIDE = (*LATIN, *ARABIC, "“œuvre”", "👷🏽", "Ｆ", "un\u2028deux", "e\u0301t", "tab\tici")
TITLES = ("Liste des offres", "Agence de Fès", "2026", "Source : essai")


@dataclass
class Made:
    """A file, and what each of its rows holds by the line where it begins."""

    content: bytes
    name: str
    rows: dict[int, dict[str, str]]
    damaged: set[int] = field(default_factory=set)
    in_one_line: int = 0
    """How many rows the only line holds."""


def _table(chance: random.Random, words: tuple[str, ...]) -> tuple[list[str], list[list[str]]]:
    names = chance.sample(NAMES, chance.randint(2, len(NAMES)))
    rows = []
    for number in range(chance.randint(1, 12)):
        cells = [chance.choice(words) for _name in names]
        cells[0] = f"r{number}"
        rows.append(cells)
    return names, rows


def _text(chance: random.Random) -> Made:
    encoding = chance.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"])
    words = LATIN if encoding in ("cp1252", "mac_roman") else WIDE
    if chance.random() < 0.2:
        encoding, words = "cp1256", ARABIC
    names, rows = _table(chance, words)
    if encoding == "cp1256":
        names = [name.replace("é", "e") for name in names]
    separator, end = chance.choice(";,\t|"), chance.choice(["\n", "\r\n"])
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=separator, lineterminator=end)
    line = 1

    def put(cells: list[str]) -> int:
        nonlocal line
        began = line
        before = written.tell()
        writer.writerow(cells)
        line += written.getvalue()[before:].count("\n")
        return began

    if chance.random() < 0.2:
        written.write(f"sep={separator}{end}")
        line += 1
    for _title in range(chance.choice([0, 0, 0, 1, 2])):
        put([chance.choice([*TITLES, ""])] + [""] * chance.choice([0, len(names) - 1]))
    put(names)
    if chance.random() < 0.2:
        put([f"#tag{place}" for place, _name in enumerate(names)])
    kept, damaged = {}, set()
    for cells in rows:
        while chance.random() < 0.2:
            put([""] * chance.choice([1, len(names)]))
        if chance.random() < 0.05:
            damaged.add(put([*(cell.replace("\n", " ") for cell in cells), "", "de trop"]))
            continue
        cut = chance.random() < 0.1 and len(names) > 2
        shown = cells[: len(names) - 1] if cut else cells
        kept[put(shown)] = dict(zip(names, shown, strict=False))
    content = written.getvalue().encode(encoding)
    return Made(content, chance.choice(["x.csv", "x.txt", "x.tsv"]), kept, damaged)


def _book(chance: random.Random) -> Made:
    names, rows = _table(chance, WIDE)
    lines: list[list[str | None]] = [
        [chance.choice(TITLES)] for _title in range(chance.choice([0, 0, 1, 2]))
    ]
    lines.append(list(names))
    kept: dict[int, dict[str, str]] = {}
    for cells in rows:
        while chance.random() < 0.2:
            lines.append([])
        lines.append([cell or None for cell in cells])
        kept[len(lines)] = dict(zip(names, cells, strict=True))
    sheets = {"Notice": [["À lire d'abord"]]} if chance.random() < 0.3 else {}
    book = book_of({**sheets, "Liste": lines})
    sheet = book["Liste"]
    first, last = min(kept), max(kept)
    if chance.random() < 0.5 and last > first and len(names) > 2:
        merged = kept[first][names[2]]
        sheet.merge_cells(start_row=first, end_row=last, start_column=3, end_column=3)
        for cells in kept.values():
            cells[names[2]] = merged
    if chance.random() < 0.3 and len(lines[0]) == 1:
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(names))
    return Made(saved(book), "x.xlsx", kept)


def _objects(chance: random.Random) -> Made:
    names, rows = _table(chance, WIDE)
    objects = [dict(zip(names, cells, strict=True)) for cells in rows]
    if chance.random() < 0.5:
        indent = chance.choice([None, 1])
        content = json.dumps(objects, ensure_ascii=chance.random() < 0.5, indent=indent)
        step = len(names) + 2
        begins = [2 + step * n if indent else 1 for n in range(len(rows))]
        if not indent:
            return Made(content.encode(), "x.json", {1: objects[-1]}, in_one_line=len(objects))
        return Made(content.encode(), "x.jsonl", dict(zip(begins, objects, strict=True)))
    lines, kept, damaged = [], {}, set()
    for each in objects:
        while chance.random() < 0.2:
            lines.append("")
        text = json.dumps(each, ensure_ascii=chance.random() < 0.5)
        if chance.random() < 0.1 and lines:
            damaged.add(len(lines) + 1)
            text = text[:-3]
        else:
            kept[len(lines) + 1] = each
        lines.append(text)
    return Made("\n".join(lines).encode(), "x.ndjson", kept, damaged)


def _refusal(made: Made) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read(made.content, made.name, known=NAMES)
    return refused.value.text.in_("fr")


@pytest.mark.parametrize("seed", range(90))
def test_no_row_is_lost_without_a_word(seed: int) -> None:
    chance = random.Random(seed)
    made = (_text, _book, _objects)[seed % 3](chance)
    try:
        table = read(made.content, made.name, known=NAMES)
        rows = list(table.rows)
    except UnreadableFile:
        if "deux façons" not in _refusal(made):
            raise
        return
    assert table.total == len(rows) == (made.in_one_line or len(made.rows) + len(made.damaged))
    good = {row.line: row for row in rows if row.problem is None}
    named = {row.line for row in rows if row.problem is not None}
    assert made.damaged <= named
    assert set(made.rows) <= set(good) | named
    for line, cells in made.rows.items():
        if line not in good:
            continue
        found = {name: cell or "" for name, cell in good[line].cells.items()}
        assert found == {**dict.fromkeys(found, ""), **cells}
    assert set(good) <= set(made.rows)
    assert not named - made.damaged


@pytest.mark.parametrize("seed", range(30))
def test_a_stray_quote_hides_no_row(seed: int) -> None:
    """Each line is read as it stands, is named, or is covered by a cell that is named."""
    chance = random.Random(seed)
    width, separator = chance.randint(2, 6), chance.choice(";,\t|")
    names = list(NAMES[:width])
    rows = [[f"r{n}", *(f"c{n}x{m}" for m in range(1, width))] for n in range(chance.randint(2, 9))]
    lines = [separator.join(cells) for cells in (names, *rows)]
    for _quote in range(chance.randint(1, 4)):
        place = chance.randrange(1, len(lines))
        at = chance.randint(0, len(lines[place]))
        at = chance.choice([at, lines[place].find(separator) + 1, len(lines[place])])
        lines[place] = lines[place][:at] + '"' + lines[place][at:]
    table = read("\n".join(lines).encode(), "x.csv", known=NAMES)
    seen: set[int] = set()
    for row in table.rows:
        seen.add(row.line)
        lasts = [note.text.params["last"] for note in row.notes if "last" in note.text.params]
        seen.update(range(row.line, max(lasts, default=row.line) + 1))
        written = lines[row.line - 1].replace('"', "")
        if row.problem is None and not lasts:
            kept = [str(cell or "").replace('"', "") for cell in row.cells.values()]
            # Two quotes of one line make one cell of what is between them.
            assert separator.join(kept).rstrip(separator) == written.rstrip(separator)
    assert seen == set(range(2, len(lines) + 1))
