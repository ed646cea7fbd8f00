"""Domestic work (law 19-12): which jobs are, and what it asks of the household.

`data/domestic.yaml` has the trades, the wage, the hours and the duties with their sources.
"""

from __future__ import annotations

from amuddu.rules.protection.data import DutyFacts, domestic_file


def is_asked(trade: str | None) -> bool:
    """Whether a vacancy of this trade is asked if the employer is a private household."""
    trades = domestic_file().trades
    return trade in trades.at_home or trade in trades.perhaps


def is_domestic(trade: str | None, *, household: bool | None) -> bool:
    """Whether a job is domestic work, as far as its vacancy says.

    Unsaid, a trade whose name tells of a home is; one that firms have too is not. Another trade
    never is: who works in a home as a mason is no domestic worker.

    >>> is_domestic("nanny", household=None), is_domestic("cleaner", household=None)
    (True, False)
    """
    trades = domestic_file().trades
    if trade in trades.at_home:
        return household is not False
    return trade in trades.perhaps and household is True


def may_be_domestic(trade: str | None, *, household: bool | None) -> bool:
    """Whether a job is domestic work, or may be for all that its vacancy says."""
    return household is True or (household is None and is_asked(trade))


def trades() -> frozenset[str]:
    """Every trade that is, or may be, done in a home."""
    known = domestic_file().trades
    return frozenset({*known.at_home, *known.perhaps})


def weekly_hours() -> int:
    """The most hours a week."""
    return domestic_file().hours.weekly


def rest_hours() -> int:
    """The least hours of rest in a row, each week."""
    return domestic_file().hours.rest_hours


def duties() -> tuple[DutyFacts, ...]:
    """What a household does beside the steps of the route: contract, deposit, social security."""
    return domestic_file().duties
