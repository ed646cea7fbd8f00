"""New versions of a rule: proposed by one person, shown with what they change, approved by another.

Nothing that was in force is touched: a version is a row more, from a day on. What a version says
is the law, so its event names nobody: not who wrote it, and not on whom it was tried.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, WithJsonSchema

from amuddu.contracts.events.envelope import Event
from amuddu.contracts.operations import Operations, Query
from amuddu.contracts.types import Contract, Day, LongText, Role, ShortText
from amuddu.contracts.workflows import Step, Workflow

TOPIC = "employers.rules"

FactId = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[a-z0-9_]+){0,2}$", max_length=120)]
"""Id of a fact: `answers.work_employee.stay_first`, `minimum_wages.general`."""

FactSubject = Literal["right", "wage", "contribution", "income_tax", "route", "step"]
FieldKind = Literal["choice", "words", "number", "text", "span", "list", "order", "papers"]
"""`list`: some of the choices; `order`: some of them, in their order; `papers`: texts by language."""
EffectSubject = Literal[
    "right", "hiring", "wage", "contributions", "route", "steps", "step", "case"
]
VersionState = Literal["proposed", "approved", "refused", "withdrawn"]

Texts = dict[str, LongText]
Names = Annotated[tuple[ShortText, ...], Field(max_length=40)]
Papers = Annotated[tuple[Texts, ...], Field(max_length=30)]
Value = ShortText | LongText | Texts | Names | Papers | None
"""What a field says: a text or a number as text; texts by language; both ends of a span; some of
the choices; papers, each in its languages."""
Values = Annotated[dict[str, Value], Field(max_length=12)]


Address = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[^\s<>\"]{4,400}$", max_length=400),
    WithJsonSchema({"type": "string", "format": "uri", "maxLength": 400}),
]


class RuleSource(Contract):
    """The document in which a version was read: its title, its day, where to open it."""

    title: ShortText
    published_on: Day
    url: Address | None = None


class FactField(Contract):
    """Something of a fact that a version may say otherwise, and what it says now."""

    name: str
    kind: FieldKind
    choices: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    """The choices in words, in the same order, where the rules have words for them."""
    optional: bool = True
    value: Value = None


class FactRow(Contract):
    """What a fact said from one day on. `valid_from` is null where it always did."""

    valid_from: date | None
    values: Values
    sources: tuple[str, ...]
    in_force: bool
    checked_on: date | None = None
    """The day of its last check."""


class RuleFactName(Contract):
    """A fact in the list. `holders`: names of the papers whose answer it is."""

    id: FactId
    subject: FactSubject
    label: str
    holders: tuple[str, ...] = ()
    rows: int
    check_again: str | None = None
    """Who is to check it again, once the last check of the row in force is more than a year old."""


class RuleFact(RuleFactName):
    """A fact with every row it had, the newest first, and what a version may change of it.

    `earliest`: first day on which a version may begin.
    """

    history: tuple[FactRow, ...]
    fields: tuple[FactField, ...]
    earliest: date


class RuleVersionIn(Contract):
    """A version to propose: what a fact says from a day on, where it was read, and why."""

    fact: FactId
    valid_from: Day
    values: Values
    source: RuleSource
    reason: Annotated[LongText, Field(min_length=3)]


class RuleEffect(Contract):
    """An answer that would be another. `same_answer`: only the words around it are others.

    `about` names the right, sector, route or worked case; `who` the papers and facts concerned.
    """

    subject: EffectSubject
    about: str
    before: str
    after: str
    same_answer: bool = False
    who: tuple[str, ...] = ()


class RuleTrial(Contract):
    """What a version would change on its first day."""

    effects: tuple[RuleEffect, ...]


class RuleVersion(Contract):
    """A version that was proposed, and what became of it. `own`: the caller proposed it."""

    id: UUID
    fact: FactId
    label: str
    state: VersionState
    valid_from: date
    source: RuleSource
    reason: str
    proposed_at: datetime
    own: bool
    decided_at: datetime | None = None
    decision: str = ""
    fields: tuple[FactField, ...] = ()
    """What was in force when it was proposed."""
    values: Values
    """What it says in these fields."""
    effects: tuple[RuleEffect, ...] = ()
    """Of one that waits: as the rules stand now. Of a decided one: as they were shown then."""


class RuleVersions(Contract):
    """Versions, those that wait first, then the newest."""

    items: tuple[RuleVersion, ...]


class DecisionIn(Contract):
    """Why a version is approved, refused or taken back."""

    reason: Annotated[LongText, Field(min_length=3)]


class StandingVersion(Contract):
    """A version that was approved, as the rules read it (`amuddu.rules.book.Amendment`)."""

    number: int = Field(ge=1)
    file: Annotated[str, StringConstraints(pattern=r"^[a-z]+\.yaml$")]
    fact: tuple[str, ...] = Field(min_length=1, max_length=3)
    valid_from: Day
    values: dict[str, Any]
    source: RuleSource


class Standing(Contract):
    """Every version that was approved, by its number."""

    items: tuple[StandingVersion, ...]


class RuleAmended(Event):
    """A version of a rule was approved. It never changes, so each is an entity of its own."""

    type: ClassVar[str] = "rule.amended"
    topic: ClassVar[str] = TOPIC

    amendment: StandingVersion

    @property
    def key(self) -> str:
        """One key a version: a compacted topic keeps every one of them."""
        return str(self.amendment.number)


class OfFact(Query):
    """Versions of one fact alone, where it is named."""

    fact: FactId | None = None


READERS = (Role.COORDINATOR, Role.ADMINISTRATOR, Role.COUNSELLOR)
PROPOSERS = (Role.COORDINATOR,)
DECIDERS = (Role.COORDINATOR, Role.ADMINISTRATOR)

_CALLS = Operations("employers", tag="rules", public=True)
_FACT = {"fact_id": FactId}

# fmt: off
LIST_FACTS = _CALLS.get("/rules/facts", tuple[RuleFactName, ...], "rule_facts", "Every fact of the rules of which a version may be written.", roles=READERS)
READ_FACT = _CALLS.get("/rules/facts/{fact_id}", RuleFact, "rule_fact", "A fact, every row it had, and what a version may change of it.", parameters=_FACT, roles=READERS)
TRY_VERSION = _CALLS.post("/rules/trials", RuleTrial, "try_rule_version", "Every answer and worked case that a version would change; nothing is kept.", body=RuleVersionIn, roles=PROPOSERS)
PROPOSE_VERSION = _CALLS.post("/rules/versions", RuleVersion, "propose_rule_version", "Propose a version; somebody else approves it.", body=RuleVersionIn, status=201, roles=PROPOSERS)
LIST_VERSIONS = _CALLS.get("/rules/versions", RuleVersions, "rule_versions", "Versions that were proposed, those that wait first.", query=OfFact, roles=READERS)
READ_VERSION = _CALLS.get("/rules/versions/{version_id}", RuleVersion, "rule_version", "A version, and every answer and worked case that it changes.", roles=READERS)
APPROVE_VERSION = _CALLS.post("/rules/versions/{version_id}/approve", RuleVersion, "approve_rule_version", "Approve a version that somebody else proposed: it holds from its day on.", body=DecisionIn, roles=DECIDERS)
REFUSE_VERSION = _CALLS.post("/rules/versions/{version_id}/refuse", RuleVersion, "refuse_rule_version", "Refuse a version, with the reason.", body=DecisionIn, roles=DECIDERS)
WITHDRAW_VERSION = _CALLS.post("/rules/versions/{version_id}/withdraw", RuleVersion, "withdraw_rule_version", "Take back a version that one proposed.", body=DecisionIn, roles=PROPOSERS)
STANDING = _CALLS.get("/rules/standing", Standing, "standing_rules", "Every version that was approved, for whoever answers by the rules.", public=False, roles=(Role.SERVICE,))

RULE_VERSION: Workflow[VersionState] = Workflow(
    "rule_version",
    Step("propose", (), "proposed", operation=PROPOSE_VERSION),
    Step("approve", ("proposed",), "approved", operation=APPROVE_VERSION),
    Step("refuse", ("proposed",), "refused", operation=REFUSE_VERSION),
    Step("withdraw", ("proposed",), "withdrawn", operation=WITHDRAW_VERSION),
)
# fmt: on
"""Who takes which step of a version, from which state to which, by which call."""
