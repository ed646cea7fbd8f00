"""What partners are told of offers: what everybody may read, once, in order, closed ones too."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.contracts.postings.partners import OfferChanges
from amuddu.contracts.types import ConceptRef
from amuddu.kit import clock
from tests.services.notifications.conftest import House
from tests.services.notifications.events import published
from tests.support import administrator, headers_for, service


def changes(house: House, **query: Any) -> OfferChanges:
    answer = house.client.get(
        "/v1/offers/changes", params=query, headers=headers_for(service("gateway"))
    )
    assert answer.status_code == 200, answer.text
    return OfferChanges.model_validate_json(answer.content)


def again(event: VacancyPublished, **changed: Any) -> VacancyPublished:
    return event.model_copy(update={"revision": event.revision + 1, **changed})


def closed(event: VacancyPublished, **changed: Any) -> VacancyClosed:
    return VacancyClosed(
        vacancy_id=event.vacancy_id,
        revision=event.revision + 1,
        reason="filled",
        vacancy=event,
        **changed,
    )


def test_an_offer_is_published_changed_and_closed(house: House) -> None:
    offer = published()
    house.handle(offer)
    first = changes(house)
    assert [(each.type, each.offer_id) for each in first.items] == [
        ("offer.published", offer.vacancy_id)
    ]
    assert first.items[0].offer is not None
    assert first.items[0].offer.title == "Maçon"
    changed = again(offer, title="Maçon coffreur")
    house.handle(changed)
    second = changes(house, after=first.after)
    assert [each.type for each in second.items] == ["offer.changed"]
    house.handle(closed(changed))
    third = changes(house, after=second.after)
    assert [(each.type, each.offer) for each in third.items] == [("offer.closed", None)]
    assert changes(house, after=third.after).items == ()
    assert len(changes(house).items) == 1, "each offer comes once, as it stands now"


def test_what_nobody_else_sees_changes_nothing(house: House) -> None:
    offer = published()
    house.handle(offer)
    reached = changes(house).after
    house.handle(offer)  # told once more
    house.handle(again(offer))  # a new revision that says the same to everybody
    assert changes(house, after=reached).items == ()


def test_an_old_word_does_not_open_what_is_closed(house: House) -> None:
    offer = published()
    house.handle(closed(offer))
    house.handle(offer)
    assert changes(house).items == ()


@pytest.mark.parametrize(
    "kept",
    [
        {"hidden": True},
        {"household": True},
        {"occupation": ConceptRef(text="nounou", concept="nanny")},
        {"occupation": ConceptRef(text="ménage", concept="cleaner")},
    ],
)
def test_work_in_homes_and_what_is_looked_at_is_told_to_nobody(
    house: House, kept: dict[str, Any]
) -> None:
    offer = published(**kept)
    house.handle(offer)
    house.handle(closed(offer))
    assert changes(house).items == ()


def test_an_offer_that_is_hidden_is_closed_for_partners_until_it_is_shown_again(
    house: House,
) -> None:
    offer = published()
    hidden = again(offer, hidden=True)
    house.handle(offer, hidden)
    assert [each.type for each in changes(house).items] == ["offer.closed"]
    house.handle(again(hidden, hidden=False))
    assert [each.type for each in changes(house).items] == ["offer.published"]


def test_changes_come_in_parts_and_since_a_moment(house: House) -> None:
    offers = [published(vacancy_id=uuid4()) for _ in range(5)]
    house.handle(*offers[:3])
    since = clock.now().isoformat()
    house.handle(*offers[3:])
    seen, after, more = [], 0, True
    while more:
        part = changes(house, after=after, limit=2)
        seen += [each.offer_id for each in part.items]
        after, more = part.after, part.more
    assert seen == [each.vacancy_id for each in offers]
    late = changes(house, since=since)
    assert [each.offer_id for each in late.items] == seen[3:]
    assert late.after == after


def test_only_the_gateway_may_ask(house: House) -> None:
    for actor in (administrator(), service("matching")):
        answer = house.client.get("/v1/offers/changes", headers=headers_for(actor))
        assert answer.status_code in (401, 403)
