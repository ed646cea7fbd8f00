"""Hiring incentives: which are on offer, whether a vacancy meets them, what they would pay.

A scheme is evaluated criterion by criterion. Each criterion looks at one fact: met, not met, or
unknown, and then it names the field to fill in. One criterion not met closes the scheme; otherwise
one that is unknown means "ask a counsellor". So filling in a missing field never reopens what
another field has closed.

What concerns the person is decided inside the profiles service (`person_criterion`), on demand, and
answered to who follows the person; everybody else reads one neutral line. `spread.py` says whether
the answer would tell few statuses apart.

- LookupError
  - UnknownScheme: no scheme has this id
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from amuddu.contracts.types import Lang
from amuddu.rules.base import written
from amuddu.rules.incentives.criteria import (
    Criterion,
    EmployerFacts,
    VacancyTerms,
    Verdict,
    criteria,
    stacking,
)
from amuddu.rules.incentives.data import HIRING_KINDS, Scheme, schemes_file, texts
from amuddu.rules.incentives.payment import (
    Instalment,
    Payment,
    clawback,
    payment,
    retention_ends,
    schedule,
)
from amuddu.rules.residence import Residence, Rights, expired, statuses
from amuddu.rules.residence_data import LawfulStay

__all__ = [
    "HIRING_KINDS",
    "HOME",
    "Criterion",
    "EmployerFacts",
    "Evaluation",
    "Instalment",
    "Payment",
    "Scheme",
    "UnknownScheme",
    "VacancyTerms",
    "Verdict",
    "all_schemes",
    "clawback",
    "evaluate",
    "evaluate_vacancy",
    "payment",
    "person_criterion",
    "retention_ends",
    "schedule",
    "scheme",
    "schemes",
    "sources_of",
]

HOME = "MA"
"""The one country whose schemes are offered; the others are kept for comparison."""


class UnknownScheme(LookupError):
    """No scheme has this id."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A scheme looked at for one post: the verdict, why, and what it would pay."""

    scheme: Scheme
    verdict: Verdict
    criteria: tuple[Criterion, ...]
    payment: Payment

    @property
    def scheme_id(self) -> str:
        return self.scheme.id


def all_schemes() -> tuple[Scheme, ...]:
    """Every scheme known, open or past, of every country."""
    return tuple(schemes_file().schemes.values())


def schemes(*, on: date, country: str = HOME) -> tuple[Scheme, ...]:
    """The schemes on offer on a day. Those of other countries never are.

    >>> [scheme.id for scheme in schemes(on=date(2023, 10, 1)) if scheme.hires][-1]
    'MA_PRIME_APPUI_EMPLOI'
    """
    if country != HOME:
        return ()
    return tuple(s for s in all_schemes() if s.country == HOME and s.open_on(on))


def scheme(scheme_id: str) -> Scheme:
    """The scheme with this id, on offer or not."""
    try:
        return schemes_file().schemes[scheme_id]
    except KeyError:
        raise UnknownScheme(scheme_id) from None


def sources_of(scheme: Scheme) -> tuple[str, ...]:
    """Where a scheme was read, written out; one that no file lists says it in its own words."""
    known = schemes_file().sources
    return tuple(written(known.get(source, source)) for source in scheme.sources)


def check_again(
    scheme: Scheme, *, on: date, written_on: date | None = None
) -> Mapping[Lang, str] | None:
    """Who is to check a scheme again, once its last check is more than a year old.

    `written_on`: the day of a version that somebody wrote, who read its source then.
    """
    checked = scheme.model_copy(update={"checked_on": written_on}) if written_on else scheme
    return schemes_file().meta.check_again(checked, on=on)


def evaluate_vacancy(
    scheme: Scheme, vacancy: VacancyTerms, employer: EmployerFacts, *, on: date
) -> Evaluation:
    """A scheme looked at for a post and a firm, before any person is in view."""
    found = tuple(_of_post_and_firm(scheme, vacancy, employer, on=on))
    return Evaluation(scheme, combined(found), found, payment(scheme, vacancy, on=on))


def evaluate(
    scheme: Scheme,
    vacancy: VacancyTerms,
    employer: EmployerFacts,
    person: Verdict,
    *,
    on: date,
    others: Iterable[Scheme] = (),
) -> Evaluation:
    """A scheme looked at for a post, a firm and somebody of whom only the verdict is known.

    `others` are the schemes already asked for the same hire: not every two go together.
    """
    found = (
        *_of_post_and_firm(scheme, vacancy, employer, on=on),
        *(stacking(scheme, other) for other in others),
        Criterion("person", person, texts().criteria["person"]),
    )
    return Evaluation(scheme, combined(found), found, payment(scheme, vacancy, on=on))


def person_criterion(scheme: Scheme, rights: Rights, residence: Residence, *, on: date) -> Verdict:
    """Whether somebody's title meets what a scheme asks. Runs inside the profiles service alone.

    A receipt stands for a title that may open the scheme: a counsellor says. Conditions that no
    form records (age, first job, registration) are asked too. A paper of protection past its date
    is renewed first: what does not hire is asked meanwhile.
    """
    if scheme.person.open_to_foreigners == "no":
        return Verdict.NOT_ELIGIBLE
    past = expired(residence, on=on)
    if past and (scheme.hires or not statuses()[rights.status].protection):
        return Verdict.NOT_ELIGIBLE
    if scheme.hires and rights.lawful_stay is not LawfulStay.YES:
        return Verdict.NOT_ELIGIBLE
    by_title = _by_title(scheme, rights)
    if by_title is Verdict.NOT_ELIGIBLE:
        return by_title
    unsure = scheme.person.open_to_foreigners == "unclear" or scheme.confidence == "low"
    return Verdict.ASK if unsure or past or scheme.person.to_check else by_title


def combined(found: Iterable[Criterion]) -> Verdict:
    """One criterion not met closes; otherwise one unknown is asked."""
    verdicts = {criterion.verdict for criterion in found}
    for verdict in (Verdict.NOT_ELIGIBLE, Verdict.ASK):
        if verdict in verdicts:
            return verdict
    return Verdict.ELIGIBLE


def _of_post_and_firm(
    scheme: Scheme, vacancy: VacancyTerms, employer: EmployerFacts, *, on: date
) -> Iterator[Criterion]:
    return criteria(scheme, vacancy, employer, on=on, offered=scheme.country == HOME)


def _by_title(scheme: Scheme, rights: Rights) -> Verdict:
    wanted = scheme.person.statuses
    if wanted is None or rights.status in wanted:
        return Verdict.ELIGIBLE
    return Verdict.ASK if statuses()[rights.status].receipt else Verdict.NOT_ELIGIBLE
