"""The signed link: short, one per invitation, and nobody else can make one."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.kit.errors import NotFound
from services.notifications.invitations import links

KEY = "key-of-one-house"


@given(st.uuids())
def test_a_token_opens_its_invitation_and_is_short(invitation_id: UUID) -> None:
    token = links.token(invitation_id, key=KEY)
    assert len(token) == 32
    assert links.read(token, KEY) == invitation_id


@given(st.uuids(), st.integers(0, 31), st.sampled_from("abcXYZ019-_"))
def test_a_changed_token_opens_nothing(invitation_id: UUID, place: int, character: str) -> None:
    token = links.token(invitation_id, key=KEY)
    changed = token[:place] + character + token[place + 1 :]
    if changed != token:
        with pytest.raises(NotFound):
            links.read(changed, KEY)


@given(st.text(max_size=64))
def test_any_text_is_refused_in_plain_words(text: str) -> None:
    with pytest.raises(NotFound):
        links.read(text, KEY)


def test_a_token_of_another_house_opens_nothing() -> None:
    with pytest.raises(NotFound):
        links.read(links.token(UUID(int=7), key="another-key"), KEY)


def test_characters_that_a_decoder_would_skip_are_refused() -> None:
    token = links.token(UUID(int=7), key=KEY)
    for variant in (f"{token}=", f" {token}", f"{token}\n", token[:5] + "." + token[5:]):
        with pytest.raises(NotFound):
            links.read(variant, KEY)


def test_a_link_works_until_the_end_of_a_day_in_morocco() -> None:
    sent_at = datetime(2026, 8, 1, 22, 30, tzinfo=UTC)
    last = links.last_moment(sent_at, days=14)
    assert last.tzinfo is links.MOROCCO
    local = sent_at.astimezone(links.MOROCCO)
    assert (last.date() - local.date()).days == 14
    assert (last.hour, last.minute, last.second) == (23, 59, 59)


def test_the_link_begins_with_the_public_address() -> None:
    found = links.link(UUID(int=7), key=KEY, public_url="https://amuddu.example/")
    assert found.startswith("https://amuddu.example/r/")


def test_a_link_signed_before_the_secret_changed_still_opens() -> None:
    invitation_id = UUID(int=5)
    sent = links.token(invitation_id, key="the-secret-of-last-month")
    assert links.read(sent, "the-secret-of-now", "the-secret-of-last-month") == invitation_id
    with pytest.raises(NotFound):
        links.read(sent, "the-secret-of-now")
