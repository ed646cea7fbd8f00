"""What a coordinator writes: a new version of a scheme, or a scheme that no file knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import ValidationError

from amuddu.contracts.schemes import SchemeDetail, SchemeIn, SchemeVersionIn
from amuddu.kit.checks import refuse_if_any
from amuddu.kit.db import Session
from amuddu.kit.errors import FieldError, Invalid, known
from amuddu.kit.i18n import N_, Text
from amuddu.kit.observability import logs
from amuddu.rules.incentives import evaluation as rules
from amuddu.rules.incentives_kept import content_of, digest_of
from services.employers.organisations.access import Caller
from services.employers.schemes import catalogue, presenting, repository, terms
from services.employers.schemes.tables import SchemeVersionRow

log = logs.get(__name__)

_TOO_EARLY = N_(
    "Une version ne vaut ni pour un jour passé ni avant la précédente : "
    "choisissez le {day} ou après."
)
_NOT_A_SCHEME = N_("Ces valeurs ne vont pas ensemble : vérifiez durée, versements et reprise.")
_TAKEN = N_("Une aide porte déjà cet identifiant : choisissez-en un autre, ou changez cette aide.")


def new_version(
    session: Session, scheme_id: str, body: SchemeVersionIn, *, on: date, caller: Caller
) -> SchemeDetail:
    """Add a version; nothing that was there is touched. Raises `Invalid` with every problem."""
    repository.one_writer_at_a_time(session)
    latest = repository.latest(session)
    last = known(latest.get(scheme_id))
    current = catalogue.read_row(last).scheme
    others = {*latest, *current.stacking}
    refuse_if_any(_problems(current, body, others=others, earliest=max(on, last.valid_from)))
    _keep(session, current, body, number=last.version + 1, caller=caller)
    return presenting.detail(session, scheme_id, on=on, lang=caller.lang)


def create(session: Session, body: SchemeIn, *, on: date, caller: Caller) -> SchemeDetail:
    """Add a scheme of this country, with its first version. Raises `Invalid` likewise."""
    repository.one_writer_at_a_time(session)
    others = repository.latest(session).keys()
    blank = terms.blank(body)
    found = list(_problems(blank, body, others={*others, body.id}, earliest=on))
    if body.id in others:
        found.insert(0, FieldError("id", Text(_TAKEN)))
    refuse_if_any(found)
    _keep(session, blank, body, number=1, caller=caller)
    return presenting.detail(session, body.id, on=on, lang=caller.lang)


def _problems(
    scheme: rules.Scheme, body: SchemeVersionIn, *, others: set[str], earliest: date
) -> Iterator[FieldError]:
    yield from terms.problems(scheme, body.terms, known=others)
    if body.valid_from < earliest:
        yield FieldError("valid_from", Text(_TOO_EARLY, {"day": earliest.isoformat()}))


def _keep(
    session: Session, scheme: rules.Scheme, body: SchemeVersionIn, *, number: int, caller: Caller
) -> None:
    try:
        content = content_of(terms.changed(scheme, body.terms))
    except ValidationError:
        raise Invalid(fields=(FieldError("terms", Text(_NOT_A_SCHEME)),)) from None
    row = SchemeVersionRow(
        scheme_id=scheme.id,
        version=number,
        valid_from=body.valid_from,
        bundled=False,
        content=content,
        digest=digest_of(content),
        author_id=caller.actor.id,
        author_role=caller.actor.role.value,
        reason=body.reason,
    )
    catalogue.keep(session, [row])
    log.info("scheme version added", scheme=scheme.id, version=number)
