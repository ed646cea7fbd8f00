"""Write `docs/worked-cases.md` from the worked cases and the rules. `make cases`.

The reasoning is written by hand; every answer and figure under it comes from the rules on the
day of the case, and the tests hold them to what the case expects.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from amuddu.rules.amending.cases import Case, Refused, cost, load, residence, route
from amuddu.rules.base import in_language
from amuddu.rules.changes import what_would_change
from amuddu.rules.cost.breakdown import Cost, Range
from amuddu.rules.residence import resolve, statuses
from amuddu.rules.services import helps

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "worked-cases.md"

# --- the page -----------------------------------------------------------------------------------


def page() -> str:
    """The whole page."""
    lines = [
        "# Worked cases",
        "",
        "Twelve invented people, with the full reasoning. This page is written by `make cases` "
        "from [worked_cases.yaml](../amuddu/rules/data/worked_cases.yaml) and from the "
        "rules, and every case is a test. A decision aid: the agency, the Taechir desk or a "
        "lawyer confirms.",
        "",
    ]
    for number, case in enumerate(load(), start=1):
        lines += _case(number, case)
    return "\n".join(lines)


def _case(number: int, case: Case) -> Iterator[str]:
    person = case["person"]
    yield f"## {number}. {case['title']}"
    yield ""
    yield (
        f"Asked on {case['day']}. {statuses()[person['status']].label['en']}" + _facts(person) + "."
    )
    yield ""
    for step, text in enumerate(case["reasoning"], start=1):
        yield f"{step}. {text}"
    yield ""
    yield from _rights(case)
    found = route(case)
    counsellor = ", to be checked with a counsellor" if found.needs_counsellor else ""
    yield f"**Route: `{found.code.value}`**{counsellor}. {in_language(found.summary, 'en')}"
    yield ""
    yield from _cost(case)
    if "region" in case:
        yield from _helps(case)


def _facts(person: Case) -> str:
    facts = [*person.get("overlays", ())]
    facts += [f"{name} {person[name]}" for name in ("underlying", "nationality") if name in person]
    if "valid_until" in person:
        facts.append(f"valid until {person['valid_until']}")
    return "".join(f"; {fact}" for fact in facts)


def _rights(case: Case) -> Iterator[str]:
    person = residence(case)
    rights = resolve(person, on=case["day"])
    changes = what_would_change(person, on=case["day"])
    yield "| Right | Answer | How sure | Source | What would change it first |"
    yield "|---|---|---|---|---|"
    for right in case["rights"]:
        found = rights.rights[right]
        first = next(iter(changes[right]), None)
        moved = f"{first.kind.value} {', '.join(first.ids)}".strip() if first else ""
        label = in_language(found.label, "en")
        sources = " ; ".join(found.sources)
        yield f"| {label} | {found.answer.value} | {found.confidence} | {sources} | {moved} |"
    yield ""


def _cost(case: Case) -> Iterator[str]:
    found = cost(case)
    if isinstance(found, Refused):
        yield f"**Refused:** the legal minimum of that day is {found.minimum} MAD a month."
        yield ""
    if not isinstance(found, Cost):
        return
    yield "| Line | MAD over the contract | Source |"
    yield "|---|---|---|"
    for line in found.lines:
        notes = "".join(f" ({in_language(note, 'en')})" for note in line.notes)
        sign = "− " if line.kind.value == "incentive" else ""
        label = in_language(line.label, "en")
        yield f"| {label}{notes} | {sign}{_amount(line.amount)} | {' ; '.join(line.sources)} |"
    yield f"| **Before incentives** | {_amount(found.gross)} | |"
    yield f"| **After incentives, without what is unknown** | {_amount(found.known_net)} | |"
    yield ""


def _amount(amount: Range) -> str:
    if amount.high is None:
        return f"{amount.low} or more" if amount.low else "unknown"
    return str(amount.low) if amount.exact else f"{amount.low} to {amount.high}"


def _helps(case: Case) -> Iterator[str]:
    person = residence(case)
    found = helps(resolve(person, on=case["day"]), person, on=case["day"], region_id=case["region"])
    names = [in_language(one.actor, "en") for one in found if one.first]
    yield f"**To see first in {case['region']}:** {', '.join(names)}."
    yield ""


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
