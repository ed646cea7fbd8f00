"""Facts, versions and what they change, as the contracts tell them in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from amuddu.contracts.rules.versions import (
    FactField,
    FactRow,
    RuleEffect,
    RuleFact,
    RuleFactName,
    RuleSource,
    RuleVersion,
    StandingVersion,
)
from amuddu.contracts.types import Lang
from amuddu.kit.i18n import N_, Text
from amuddu.rules.amending.facts import Fact, facts, written
from amuddu.rules.amending.facts import FactField as Asked
from amuddu.rules.amending.impact import Effect, Situation
from amuddu.rules.base import cite, in_language
from amuddu.rules.hiring_data import (
    ContributionsFile,
    HiringFile,
    WagesFile,
    contributions_file,
    hiring_file,
    wages_file,
)
from amuddu.rules.residence import overlays, right_facts, statuses
from amuddu.rules.residence_data import ResidenceFile, residence_file
from services.employers.organisations.access import Caller
from services.employers.rulebook.tables import RuleLogRow, RuleVersionRow


def name(fact: Fact, lang: Lang, *, on: date) -> RuleFactName:
    """A fact as the list shows it."""
    row = fact.row_on(on) or fact.rows[-1]
    owner = _file(fact).meta.check_again(row, on=on)
    return RuleFactName(
        id=fact.id,
        subject=fact.subject,
        label=in_language(fact.label, lang),
        holders=tuple(in_language(statuses()[each].label, lang) for each in fact.holders),
        rows=len(fact.rows),
        check_again=in_language(owner, lang) if owner else None,
    )


def fact_of(fact: Fact, *, on: date, lang: Lang) -> RuleFact:
    """A fact with every row it had."""
    current = fact.row_on(on)
    rows = [
        FactRow(
            valid_from=getattr(row, "valid_from", None),
            values={field.name: written(row, field) for field in fact.fields},
            sources=cite(_file(fact).sources, row),
            in_force=row is current,
            checked_on=_file(fact).meta.last_check(row),
        )
        for row in reversed(fact.rows)
    ]
    return RuleFact(
        **dict(name(fact, lang, on=on)),
        history=tuple(rows),
        fields=fields_of(fact, on=on, lang=lang),
        earliest=earliest(fact, on=on),
    )


def earliest(fact: Fact, *, on: date) -> date:
    """First day on which a new version of a fact may begin, and after its last row."""
    return max(first_day(fact, on=on), fact.last_begins + timedelta(days=1))


def first_day(fact: Fact, *, on: date) -> date:
    """Today; tomorrow for what the file of a hire follows, as one opened today keeps its rules."""
    return on + timedelta(days=1) if fact.file == "hiring.yaml" else on


def fields_of(fact: Fact, *, on: date, lang: Lang) -> tuple[FactField, ...]:
    """What a version may change, with what is in force on a day."""
    row = fact.row_on(on) or fact.rows[-1]
    return tuple(
        FactField(
            name=field.name,
            kind=field.kind,
            choices=field.choices,
            labels=_labels(field, lang),
            optional=field.optional,
            value=written(row, field),
        )
        for field in fact.fields
    )


def _labels(field: Asked, lang: Lang) -> tuple[str, ...]:
    """The choices in words: steps are the only ones that the rules have words for."""
    if field.kind not in ("list", "order"):
        return ()
    return tuple(_step(name, lang) for name in field.choices)


def _step(name: str, lang: Lang) -> str:
    found = hiring_file().step(name)
    return in_language(found.what, lang) if found else name


def version_of(
    row: RuleVersionRow,
    last: RuleLogRow | None,
    effects: Iterable[RuleEffect],
    *,
    caller: Caller,
) -> RuleVersion:
    """A version; its fields as they were in force when it was proposed."""
    fact = facts()[row.fact]
    decided = last if row.state != "proposed" else None
    return RuleVersion(
        id=row.id,
        fact=row.fact,
        label=in_language(fact.label, caller.lang),
        state=row.state,
        valid_from=row.valid_from,
        source=RuleSource.model_validate(row.source),
        reason=row.reason,
        proposed_at=row.proposed_at,
        own=row.proposed_by == caller.actor.id,
        decided_at=decided.at if decided else None,
        decision=decided.note if decided else "",
        fields=tuple(
            FactField(
                name=field.name,
                kind=field.kind,
                choices=field.choices,
                labels=_labels(field, caller.lang),
                optional=field.optional,
                value=row.before.get(field.name),
            )
            for field in fact.fields
        ),
        values=row.content,
        effects=tuple(effects),
    )


def effect_of(effect: Effect, lang: Lang) -> RuleEffect:
    """An effect in words: what and whose answer it is."""
    of = effect.of
    if effect.subject == "right":
        of = in_language(right_facts()[of].label, lang)
    before, after = effect.before, effect.after
    if effect.subject == "step":
        of = _step(of, lang)
        before, after = (_asked(text, lang) for text in (before, after))
    if effect.subject == "steps":
        before, after = (_list_of_steps(ids, lang) for ids in (before, after))
    return RuleEffect(
        subject=effect.subject,
        about=of,
        before=before,
        after=after,
        same_answer=effect.same_answer,
        who=tuple(dict.fromkeys(_situations(effect.situations, lang))),
    )


_PAYERS = {"employer": N_("l'employeur"), "worker": N_("la personne")}


def _asked(told: str, lang: Lang) -> str:
    """What a step asks, with who pays and what comes before in words."""
    *rest, payer, needs = told.rsplit(" ; ", 2)
    if not rest:
        return told
    names = ", ".join(_step(name, lang) for name in needs.split(", "))
    return " ; ".join((*rest, Text(_PAYERS[payer]).in_(lang), names))


def _list_of_steps(ids: str, lang: Lang) -> str:
    names = [_step(name, lang) for name in ids.split(", ") if name]
    return " ".join(f"{number}. {name}" for number, name in enumerate(names, start=1))


def _situations(found: Iterable[Situation], lang: Lang) -> Iterator[str]:
    """Papers in words; one that is concerned whatever comes on top is told once."""
    alone = {each.paper for each in found if each.fact is None and each.behind is None}
    for each in found:
        paper = in_language(statuses()[each.paper].label, lang)
        if each.behind is not None:
            yield f"{paper} ({in_language(statuses()[each.behind].label, lang)})"
        elif each.fact is None:
            yield paper
        elif each.paper not in alone:
            yield f"{paper} + {in_language(overlays()[each.fact].label, lang)}"


def standing_version(row: RuleVersionRow, number: int) -> StandingVersion:
    """A version as it is told to the services."""
    fact = facts()[row.fact]
    return StandingVersion(
        number=number,
        file=fact.file,
        fact=fact.path,
        valid_from=row.valid_from,
        values=row.content,
        source=RuleSource.model_validate(row.source),
    )


RuleFile = ResidenceFile | WagesFile | HiringFile | ContributionsFile


def _file(fact: Fact) -> RuleFile:
    """The file of a fact, as the book that stands has it."""
    if fact.file == "residence.yaml":
        return residence_file()
    if fact.file == "wages.yaml":
        return wages_file()
    return hiring_file() if fact.file == "hiring.yaml" else contributions_file()
