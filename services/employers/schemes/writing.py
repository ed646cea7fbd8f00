"""What a coordinator proposes: a new version of a scheme, or a scheme that no file knows.

Whoever proposed a version does not approve it; `deciding.py` keeps and tells an approved one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import ValidationError

from amuddu.contracts.schemes import SchemeIn, SchemeVersionIn
from amuddu.contracts.schemes.proposals import SchemeProposal
from amuddu.kit.checks import refuse_if_any
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, FieldError, Invalid, known
from amuddu.kit.i18n import N_, Text
from amuddu.kit.observability import logs
from amuddu.rules.incentives import evaluation as rules
from amuddu.rules.incentives_kept import content_of
from services.employers.organisations.access import Caller
from services.employers.schemes import catalogue, presenting, repository, terms
from services.employers.schemes.steps import MOVES
from services.employers.schemes.tables import SchemeProposalRow

log = logs.get(__name__)

_TOO_EARLY = N_(
    "Une version ne vaut ni pour un jour passé ni avant la précédente : "
    "choisissez le {day} ou après."
)
_WAITS = N_("Une version de cette aide attend déjà une décision : attendez, ou faites-la retirer.")
_NOT_A_SCHEME = N_("Ces valeurs ne vont pas ensemble : vérifiez durée, versements et reprise.")
_TAKEN = N_("Une aide porte déjà cet identifiant : choisissez-en un autre, ou changez cette aide.")


def propose_version(
    session: Session, scheme_id: str, body: SchemeVersionIn, *, on: date, caller: Caller
) -> SchemeProposal:
    """Propose a version; nothing that stands is touched. Raises `Invalid` with every problem."""
    repository.one_writer_at_a_time(session)
    latest = repository.latest(session)
    last = known(latest.get(scheme_id))
    current = catalogue.read_row(last).scheme
    others = {*latest, *current.stacking}
    refuse_if_any(_problems(current, body, others=others, earliest=max(on, last.valid_from)))
    _refuse_second(session, scheme_id)
    return _propose(session, current, body, after=last.version, caller=caller)


def propose(session: Session, body: SchemeIn, *, on: date, caller: Caller) -> SchemeProposal:
    """Propose a scheme of this country, with its first version. Raises `Invalid` likewise."""
    repository.one_writer_at_a_time(session)
    others = repository.latest(session).keys()
    blank = terms.blank(body)
    found = list(_problems(blank, body, others={*others, body.id}, earliest=on))
    if body.id in others:
        found.insert(0, FieldError("id", Text(_TAKEN)))
    refuse_if_any(found)
    _refuse_second(session, body.id)
    return _propose(session, blank, body, after=0, caller=caller)


def _refuse_second(session: Session, scheme_id: str) -> None:
    if repository.waits(session, scheme_id):
        raise Conflict(_WAITS)


def _problems(
    scheme: rules.Scheme, body: SchemeVersionIn, *, others: set[str], earliest: date
) -> Iterator[FieldError]:
    yield from terms.problems(scheme, body.terms, known=others)
    if body.valid_from < earliest:
        yield FieldError("valid_from", Text(_TOO_EARLY, {"day": earliest.isoformat()}))


def _propose(
    session: Session, scheme: rules.Scheme, body: SchemeVersionIn, *, after: int, caller: Caller
) -> SchemeProposal:
    try:
        content = content_of(terms.changed(scheme, body.terms))
    except ValidationError:
        raise Invalid(fields=(FieldError("terms", Text(_NOT_A_SCHEME)),)) from None
    row = SchemeProposalRow(
        scheme_id=scheme.id,
        after=after,
        valid_from=body.valid_from,
        content=content,
        reason=body.reason,
        proposed_by=caller.actor.id,
        proposed_as=caller.actor.role.value,
    )
    repository.add(session, row)
    repository.add(session, MOVES.begin(row, "propose", by=caller.actor, note=body.reason))
    log.info("scheme version proposed", scheme=scheme.id)
    return presenting.proposal(session, row, caller=caller)
