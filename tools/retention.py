"""Write `docs/retention.md` from the table of retention. `make retention`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from amuddu.retention.book import Book, Kind, Version, book

PAGE = Path(__file__).resolve().parent.parent / "docs" / "retention.md"

_GROUND = {
    "necessity": "no longer than needed",
    "labour": "labour law",
    "accounts": "papers of money",
    "proof": "to answer for what was done",
    "security": "security",
    "house": "the house",
}
_SURE = {
    "known": "",
    "house_choice": "the length is the house's choice",
    "to_be_confirmed": "**to be confirmed**",
}
_DOER = {
    "job": "the job",
    "itself": "the code that uses it",
    "hand": "by hand, see [operations](operations.md)",
}


def page(of: Book | None = None) -> str:
    """The whole page."""
    of = of or book()
    lines = [
        "# How long what is kept",
        "",
        "Written by `make retention` from [table.yaml](../amuddu/retention/table.yaml); a test "
        "holds it up to date. The table is the one truth: the job of each service "
        "([amuddu/kit/retention.py](../amuddu/kit/retention.py)), links that end and the public "
        "page `/conservation` read it. A change is a version more; what was in force stays "
        "written. Why it is so: [decision 0059](decisions/0059-retention.md).",
        "",
        "`amuddu retention preview --on 2027-06-01` prints how many rows are due by then, by kind.",
        "",
    ]
    for place in dict.fromkeys(kind.service for kind in of.kinds):
        lines += [f"## {place.capitalize()}", "", *_head()]
        lines += [
            _line(kind, version)
            for kind in of.kinds
            if kind.service == place
            for version in kind.versions
        ]
        lines.append("")
    lines += ["## Tables without a term", "", "| Service | Table | Why |", "|---|---|---|"]
    lines += [f"| {one.service} | `{one.table}` | {one.reason} |" for one in of.exempt]
    return "\n".join([*lines, ""])


def _head() -> Iterator[str]:
    columns = ("Kind", "What", "Tables", "How long, from when", "Then", "Ground", "Since", "Owner")
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"


def _line(kind: Kind, version: Version) -> str:
    long = f"**{version.term}**" if version.term else "**no term**"
    steps = "".join(f"; {name.replace('_', ' ')}: {term}" for name, term in version.steps.items())
    sure = f" ({_SURE[version.sure]})" if _SURE[version.sure] else ""
    cells = (
        f"`{kind.kind}`",
        kind.what,
        ", ".join(f"`{table}`" for table in kind.tables),
        f"{long}, from {version.counted_from}{steps}",
        f"{version.then.replace('_', ' ')}, by {_DOER[kind.done_by]}",
        f"{_GROUND[version.ground]}: {version.source}{sure}",
        version.valid_from.isoformat(),
        version.owner,
    )
    return f"| {' | '.join(cells)} |"


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
