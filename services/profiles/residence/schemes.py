"""The hiring incentives by which titles are judged: each version that was told, and its days.

A scheme of which no version in force was heard is the bundled file's, so that this service also
judges alone, before the first event came.
"""

from __future__ import annotations

from datetime import date

from amuddu.contracts.schemes import SchemeVersioned
from amuddu.kit.db import Session
from amuddu.kit.observability import logs
from amuddu.rules.incentives import evaluation
from amuddu.rules.incentives_kept import digest_of, read
from services.profiles.residence import repository
from services.profiles.residence.tables import SchemeRow

log = logs.get(__name__)

_READ: dict[tuple[str, str], evaluation.Scheme] = {}
"""Versions by scheme and digest: they never change, so each is read once a process."""


class InForce:
    """The schemes in force on one day, those of the bundled file first and in its order."""

    def __init__(self, schemes: tuple[evaluation.Scheme, ...]) -> None:
        self._schemes = schemes

    def that_pays_for_a_hire(self, scheme_id: str, *, on: date) -> evaluation.Scheme | None:
        """A hiring incentive of this country that is open on a day."""
        found = next((scheme for scheme in self._schemes if scheme.id == scheme_id), None)
        if found is None or found.country != evaluation.HOME or not found.hires:
            return None
        return found if found.open_on(on) else None


def heard(session: Session, event: SchemeVersioned) -> None:
    """Keep a version; the same one told again changes nothing.

    Raises what the rules raise for a content that is no scheme: such an event is a dead letter,
    and what was known stays.
    """
    if read(event.content).id != event.scheme_id:
        raise ValueError("this content is another scheme's")
    new = repository.keep_scheme(
        session,
        SchemeRow(
            scheme_id=event.scheme_id,
            number=event.number,
            valid_from=event.valid_from,
            content=event.content,
            digest=digest_of(event.content),
        ),
    )
    if new:
        log.info("scheme version heard", scheme=event.scheme_id, number=event.number)


def in_force(session: Session, *, on: date) -> InForce:
    """The schemes in force on a day: of each the version that began last."""
    heads = repository.scheme_digests(session, on)
    for head in heads.items():
        if head not in _READ:
            _READ[head] = read(repository.scheme_content(session, *head))
    told = {scheme_id: _READ[scheme_id, digest] for scheme_id, digest in heads.items()}
    bundled = tuple(told.pop(each.id, each) for each in evaluation.all_schemes())
    return InForce((*bundled, *(told[scheme_id] for scheme_id in sorted(told))))
