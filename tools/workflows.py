"""Write `docs/workflows.md` from the workflows that the contracts declare. `make workflows`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from amuddu.contracts.claims import CLAIM
from amuddu.contracts.employers import VACANCY
from amuddu.contracts.hires import HIRE
from amuddu.contracts.matching.candidacies import CANDIDACY
from amuddu.contracts.matching.interviews import INTERVIEW
from amuddu.contracts.matching.own_offers import INTEREST
from amuddu.contracts.organisations import EMPLOYER
from amuddu.contracts.postings.reports import REPORT
from amuddu.contracts.profiles.corrections import CORRECTION
from amuddu.contracts.rules.versions import RULE_VERSION
from amuddu.contracts.schemes.proposals import SCHEME_VERSION
from amuddu.contracts.support.certificates import CERTIFICATE
from amuddu.contracts.support.scholarships import SCHOLARSHIP
from amuddu.contracts.support.training import PLACE
from amuddu.contracts.workflows import Step, Workflow

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = DOCS / "workflows.md"
PROCESSES: Mapping[str, tuple[Workflow[Any], ...]] = {
    "training.md": (PLACE, CERTIFICATE),
    "scholarships.md": (SCHOLARSHIP,),
}
"""Pages that tell a process in words, each with the diagrams of its workflows in this order."""
_DIAGRAM = re.compile(r"```mermaid\n.*?```", re.DOTALL)

WORKFLOWS: tuple[Workflow[Any], ...] = (
    EMPLOYER,
    VACANCY,
    CANDIDACY,
    INTEREST,
    INTERVIEW,
    HIRE,
    CLAIM,
    RULE_VERSION,
    SCHEME_VERSION,
    CORRECTION,
    REPORT,
    PLACE,
    CERTIFICATE,
    SCHOLARSHIP,
)
"""Every workflow of the contracts, in the order in which people meet them."""


def page() -> str:
    """The whole page."""
    lines = [
        "# Workflows",
        "",
        "Who takes which step of what, from which state to which, by which call. This page is "
        "written by `make workflows` from the declarations in "
        "[amuddu/contracts](../amuddu/contracts); a test holds it up to date. A step that leads "
        "to no state leaves the state as it is. A step without a call is taken by another step, "
        "or by the news of another service. A role may take a step of what it may see: its own "
        "employer's, its agency's.",
        "",
    ]
    for workflow in WORKFLOWS:
        lines += _workflow(workflow)
    return "\n".join(lines)


def _workflow(workflow: Workflow[Any]) -> Iterator[str]:
    yield f"## {workflow.name.capitalize()}"
    yield ""
    yield "| Step | From | To | Who | Call |"
    yield "|---|---|---|---|---|"
    states = list(dict.fromkeys(target for step in workflow for target in step.targets))
    for step in workflow:
        sources = sorted(step.sources, key=states.index)
        cells = (f"`{step.name}`", _listed(sources), _listed(step.targets), _who(step), _call(step))
        yield f"| {' | '.join(cells)} |"
    yield ""


def _listed(words: tuple[str, ...] | list[str]) -> str:
    return ", ".join(words)


def _who(step: Step[Any]) -> str:
    return _listed([role.value for role in step.roles])


def _call(step: Step[Any]) -> str:
    if step.operation is None:
        return ""
    inside = "" if step.operation.public else " (not in the public API)"
    return f"`{step.operation.method} /v1{step.operation.path}`{inside}"


def diagram(workflow: Workflow[Any]) -> str:
    """States and the steps between them, as Mermaid draws them."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for step in workflow:
        for source in step.sources or ("[*]",):
            for target in step.targets:
                if source != target:
                    arrows.setdefault((source, target), []).append(step.name)
    left = {source for source, _ in arrows}
    ends = list(dict.fromkeys(target for _, target in arrows if target not in left))
    lines = [f"    {a} --> {b}: {', '.join(names)}" for (a, b), names in sorted(arrows.items())]
    lines += [f"    {end} --> [*]" for end in ends]
    return "\n".join(("```mermaid", "stateDiagram-v2", *lines, "```"))


def told(name: str) -> str:
    """A page of a process with its diagram as the declaration has it."""
    written = (DOCS / name).read_text(encoding="utf-8")
    diagrams = map(diagram, PROCESSES[name])
    return _DIAGRAM.sub(lambda _: next(diagrams), written)


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")
    for name in PROCESSES:
        (DOCS / name).write_text(told(name), encoding="utf-8")


if __name__ == "__main__":
    main()
