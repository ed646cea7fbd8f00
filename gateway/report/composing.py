"""A release is whole or not there: the same edition of all three services, or none of it.

Nothing is reckoned here: the numbers are those that the services released, every time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol, TypeVar

from amuddu.contracts.statistics import Figures, Release, Releases, Report
from amuddu.kit.errors import NotFound
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.web.concurrent import asking

T = TypeVar("T")


class _Press(Protocol):
    """What the client of a service that releases figures offers."""

    @property
    def releases(self) -> Callable[..., Releases]: ...
    @property
    def statistics(self) -> Callable[..., Figures]: ...
    @property
    def release(self) -> Callable[..., Figures]: ...


def editions(services: Services, caller: Caller) -> Releases:
    """The releases that are whole, the newest first. Raises `Unavailable`."""
    lists = _of_all([partial(press.releases, caller) for press in _presses(services)])
    found = [{(each.period, each.number): each for each in one.items} for one in lists]
    whole = sorted(set(found[0]).intersection(*found[1:]), reverse=True)
    return Releases(
        items=tuple(_whole([one[key] for one in found]) for key in whole),
        next_on=max(one.next_on for one in lists),
    )


def read(
    services: Services, caller: Caller, *, period: str | None = None, number: int | None = None
) -> Report:
    """A release: the newest of its month, and of the newest month, unless told otherwise.

    Raises `NotFound` where there is none that is whole, and `Unavailable`.
    """
    known = editions(services, caller)
    found = chosen(known, period=period, number=number)
    if found is None:
        raise NotFound
    return of_edition(services, caller, known, found)


def chosen(
    known: Releases, *, period: str | None = None, number: int | None = None
) -> Release | None:
    """The first release that is as asked."""
    return next(
        (
            each
            for each in known.items
            if period in (None, each.period) and number in (None, each.number)
        ),
        None,
    )


def of_edition(services: Services, caller: Caller, known: Releases, release: Release) -> Report:
    """The numbers of a release."""
    which = {"period": release.period, "number": release.number}
    subjects = _of_all([partial(one.statistics, caller, **which) for one in _presses(services)])
    return Report(release=release, next_on=known.next_on, subjects=tuple(subjects))


def release(services: Services, caller: Caller, period: str, number: int) -> Report:
    """Release a month, or its correction, in all services; asked again, it does what is left."""
    for press in _presses(services):
        press.release(caller, period, number)
    return read(services, caller, period=period, number=number)


def _presses(services: Services) -> Sequence[_Press]:
    return services.profiles, services.matching, services.employers


def _of_all(questions: Sequence[Callable[[], T]]) -> list[T]:
    return [answer.result() for answer in [asking(question) for question in questions]]


def _whole(parts: Sequence[Release]) -> Release:
    return max(parts, key=lambda part: part.released_at)
