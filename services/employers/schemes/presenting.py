"""Schemes as staff read them: one with every version it had, the rules of one, and proposals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from amuddu.contracts.schemes import SchemeChange, SchemeDetail, SchemeRules, SchemeVersion
from amuddu.contracts.schemes.proposals import SchemeProposal
from amuddu.contracts.types import Lang
from amuddu.kit.db import Session
from amuddu.kit.errors import known
from amuddu.rules.base import in_language
from amuddu.rules.incentives import evaluation as rules
from amuddu.rules.incentives.spread import shared_by_statuses
from amuddu.rules.incentives_kept import content_of, read
from services.employers.organisations.access import Caller
from services.employers.schemes import catalogue, repository, terms
from services.employers.schemes.tables import SchemeLogRow, SchemeProposalRow, SchemeVersionRow


def detail(session: Session, scheme_id: str, *, on: date, lang: Lang) -> SchemeDetail:
    """A scheme as in force on a day, or as it will begin, and its history."""
    found = known(catalogue.known(session, on=on).get(scheme_id))
    scheme, history = found.scheme, repository.versions(session, scheme_id)
    written = [row.at.date() for row in history if row.version == found.number and not row.bundled]
    owner = rules.check_again(scheme, on=on, written_on=written[0] if written else None)
    return SchemeDetail.of(
        scheme,
        name=in_language(scheme.name, lang),
        summary=in_language(scheme.summary, lang),
        version=found.number,
        coming=found.valid_from > on,
        terms=terms.terms_of(scheme),
        sources=rules.sources_of(scheme),
        check_again=in_language(owner, lang) if owner else None,
        versions=tuple(_history(history, lang)),
    )


def _history(rows: list[SchemeVersionRow], lang: Lang) -> Iterator[SchemeVersion]:
    """Versions, the newest first, each with what it changed."""
    for index, row in enumerate(reversed(rows)):
        before = rows[len(rows) - 2 - index] if index + 1 < len(rows) else None
        scheme = catalogue.read_row(row).scheme
        changes: tuple[SchemeChange, ...] = ()
        if before:
            changes = terms.changes(catalogue.read_row(before).scheme, scheme, lang=lang)
        yield SchemeVersion.of(row, terms=terms.terms_of(scheme), changes=changes)


def rules_of(session: Session, scheme_id: str, *, on: date) -> SchemeRules:
    """A scheme as the rules read it, as in force on a day. Raises `NotFound`."""
    found = known(catalogue.in_force(session, on=on).get(scheme_id))
    return SchemeRules(id=scheme_id, version=found.number, content=content_of(found.scheme))


def proposals(
    session: Session, rows: Sequence[SchemeProposalRow], *, caller: Caller
) -> Iterator[SchemeProposal]:
    """Proposed versions as staff read them."""
    last = repository.last_steps(session, [row.id for row in rows])
    for row in rows:
        yield _proposal(session, row, last.get(row.id), caller=caller)


def proposal(session: Session, row: SchemeProposalRow, *, caller: Caller) -> SchemeProposal:
    """The same of one."""
    return next(proposals(session, [row], caller=caller))


def _proposal(
    session: Session, row: SchemeProposalRow, last: SchemeLogRow | None, *, caller: Caller
) -> SchemeProposal:
    scheme = read(row.content)
    before = repository.version(session, row.scheme_id, row.after)
    decided = last if row.state != "proposed" else None
    return SchemeProposal.of(
        row,
        name=in_language(scheme.name, caller.lang),
        own=row.proposed_by == caller.actor.id,
        decided_at=decided.at if decided else None,
        decision=decided.note if decided else "",
        terms=terms.terms_of(scheme),
        before=terms.terms_of(catalogue.read_row(before).scheme) if before else None,
        after_hire_only=not shared_by_statuses(scheme, on=row.valid_from),
    )
