"""What a job is linked to: a trade of ours, or beneath them a unit group of ISCO-08, by its id."""

from __future__ import annotations

from amuddu.reference import concepts, unit_groups


def title_of(concept: str | None, lang: str) -> str | None:
    """What a trade of ours or a unit group is called, by its id; `None` of an id that is neither.

    >>> title_of("mason", "en"), title_of("isco-5120", "en")
    ('mason', 'cook')
    """
    trade = concepts.occupations().get(concept or "")
    if trade is not None:
        return concepts.title(trade, lang)
    group = unit_groups.of_concept(concept)
    return unit_groups.title(group, lang) if group else None


def sector_of(concept: str | None) -> str | None:
    """The sector of a trade of ours, or of a unit group all of whose trades are in one sector.

    `None` where that is not certain: whoever asks must not take one sector's wage for another's.
    """
    trade = concepts.occupations().get(concept or "")
    if trade is not None:
        return trade.sector
    group = unit_groups.of_concept(concept)
    sectors = {
        each.sector for each in concepts.occupations().values() if group and each.isco == group.isco
    }
    return sectors.pop() if len(sectors) == 1 else None
