"""What anybody may read of open vacancies: firms' alone, without contact, none that is hidden."""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.postings.offers import PublicOffer, PublicOfferPage
from amuddu.kit.db import Session
from amuddu.kit.errors import known
from amuddu.rules.protection import domestic
from services.employers.common.schemas import Asked
from services.employers.offers import repository
from services.employers.organisations.tables import EmployerRow
from services.employers.vacancies import mapping, silence
from services.employers.vacancies.tables import VacancyRow


def search(
    session: Session, *, q: str | None, place: str | None, limit: int, offset: int
) -> PublicOfferPage:
    """Offers by words, trade or town, in any of the four languages."""
    return _page(session, asked=Asked.of(q), place=place, limit=limit, offset=offset)


def feed(session: Session, *, limit: int, offset: int) -> PublicOfferPage:
    """All offers, a part at a time."""
    return _page(session, asked=Asked(), place=None, limit=limit, offset=offset)


def one(session: Session, offer_id: UUID) -> PublicOffer:
    """One offer. Raises `NotFound` for whatever is not for everybody."""
    return _shown(*known(repository.offer(session, offer_id, home_trades=domestic.trades())))


def _page(
    session: Session, *, asked: Asked, place: str | None, limit: int, offset: int
) -> PublicOfferPage:
    rows, total = repository.offers(
        session,
        home_trades=domestic.trades(),
        asked=asked,
        place=place,
        limit=limit,
        offset=offset,
    )
    return PublicOfferPage(items=tuple(_shown(*pair) for pair in rows), total=total)


def _shown(row: VacancyRow, employer: EmployerRow) -> PublicOffer:
    """As other services are told of it: without contacts."""
    told = mapping.published_event(row, employer)
    assert row.published_at is not None  # it is open
    return PublicOffer.of(
        told,
        id=row.id,
        places=max(row.places - row.places_taken, 1),
        published_on=row.published_at.date(),
        closes_on=silence.closes_on(row),
        updated_at=row.updated_at,
    )
