"""Signed messages to partners: once, in order, again for a day, and nowhere but outside.

The verification that is documented for partners is run here as it stands on the page.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
import time_machine
from sqlalchemy import text

from amuddu.kit import clock
from amuddu.kit.settings import WrongSettings
from gateway.rules.reference import VERIFYING
from services.notifications.partners import addresses
from services.notifications.partners.addresses import NotOutside
from services.notifications.partners.courier import LEASE, PAUSES, Courier
from services.notifications.partners.outside_client import Answer, OutsideClient
from services.notifications.settings import NotificationsSettings
from tests.services.notifications.conftest import House
from tests.services.notifications.events import published
from tests.services.notifications.partners.receiver import Receiver
from tests.services.notifications.partners.test_shelf import again, closed
from tests.support import administrator, coordinator, headers_for

ALL = ["offer.published", "offer.changed", "offer.closed"]
PARTNER = uuid4()
AT = f"/v1/partners/{PARTNER}/webhooks"


@pytest.fixture
def partner(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def inside(house: House) -> House:
    """A house in development, whose webhooks may go to this machine."""
    own = house.settings.model_copy(update={"webhooks_inside": True})
    house.client.app.state.settings = own  # type: ignore[attr-defined]  # it is a FastAPI
    house.settings = own
    return house


def call(house: House, method: str, path: str, **more: Any) -> httpx2.Response:
    return house.client.request(method, path, headers=headers_for(administrator()), **more)


def add(house: House, url: str, events: list[str] | None = None) -> tuple[str, str]:
    """A webhook: its address here, and its secret."""
    answer = call(house, "POST", AT, json={"url": url, "events": events or ALL})
    assert answer.status_code == 201, answer.text
    made = answer.json()
    return f"{AT}/{made['webhook']['id']}", made["secret"]


def courier(house: House, **more: Any) -> Courier:
    return Courier(house.settings, database=house.database, **more)


def send_all(house: House, **more: Any) -> int:
    one, sent = courier(house, **more), 0
    while one.send_next():
        sent += 1
    return sent


def log(house: House, at: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = call(house, "GET", f"{at}/deliveries").json()["items"]
    return items


def verify() -> Callable[..., None]:
    """The function that partners are shown, with a memory of its own."""
    shown: dict[str, Any] = {}
    exec(VERIFYING, shown)  # our own text
    found: Callable[..., None] = shown["verify"]
    return found


# --- what is sent -----------------------------------------------------------------------------


def test_a_partner_hears_of_an_offer_from_first_to_last(inside: House, partner: Receiver) -> None:
    at, secret = add(inside, partner.url)
    offer = published()
    changed = again(offer, title="Maçon coffreur")
    inside.handle(offer, changed, closed(changed))
    assert send_all(inside) == 3
    told = [json.loads(body) for _, body in partner.taken]
    assert [each["type"] for each in told] == ALL
    assert told[1]["data"]["offer"]["title"] == "Maçon coffreur"
    assert told[2]["data"]["offer"] is None
    numbers = [each["data"]["number"] for each in told]
    assert numbers == sorted(numbers)
    known = verify()
    for headers, body in partner.taken:
        known([secret], headers, body)
        assert headers[":path"] == "/offers?key=1"
    assert {each["state"] for each in log(inside, at)} == {"sent"}


def test_a_partner_hears_only_of_what_was_agreed(inside: House, partner: Receiver) -> None:
    add(inside, partner.url, ["offer.closed"])
    offer = published()
    inside.handle(offer, again(offer, title="Autre"))
    assert send_all(inside) == 0


def test_nothing_of_an_employer_that_is_not_public_is_sent(
    inside: House, partner: Receiver
) -> None:
    add(inside, partner.url)
    offer = published()
    inside.handle(offer)
    send_all(inside)
    body = partner.taken[0][1].decode()
    assert str(offer.employer_id) not in body
    assert "incentive" not in body


# --- a forged or a replayed message ---------------------------------------------------------------


def test_a_forged_or_replayed_message_is_refused_as_documented(
    inside: House, partner: Receiver
) -> None:
    _, secret = add(inside, partner.url)
    _, other = add(inside, partner.url + "&other")
    inside.handle(published())
    send_all(inside)
    headers, body = next(each for each in partner.taken if "other" not in each[0][":path"])
    sent_at = int(headers["webhook-timestamp"])
    known = verify()
    refused = [
        ([secret], headers, body.replace(b"Ma", b"Mi"), sent_at),
        ([other], headers, body, sent_at),
        ([secret], {**headers, "webhook-id": str(uuid4())}, body, sent_at),
        ([secret], {**headers, "webhook-timestamp": str(sent_at + 1)}, body, sent_at),
        ([secret], {**headers, "webhook-signature": "v1,"}, body, sent_at),
        ([secret], {**headers, "webhook-signature": "v1,é"}, body, sent_at),
        ([secret], {**headers, "webhook-timestamp": "-1"}, body, sent_at),
        ([secret], headers, body, sent_at + 301),
        ([secret], headers, body, sent_at - 301),
    ]
    for secrets, said, content, now in refused:
        with pytest.raises(ValueError, match=r"signed|old"):
            known(secrets, said, content, now=lambda now=now: now)
    known([secret], headers, body, now=lambda: sent_at)
    with pytest.raises(ValueError, match="before"):
        known([secret], headers, body, now=lambda: sent_at)


def test_a_renewed_secret_signs_beside_the_former_for_a_day(
    inside: House, partner: Receiver, time_machine: time_machine.TimeMachineFixture
) -> None:
    at, former = add(inside, partner.url)
    renewed = call(inside, "POST", f"{at}/secret").json()
    new = renewed["secret"]
    assert new != former
    assert renewed["webhook"]["former_secret_until"] is not None
    inside.handle(published())
    send_all(inside)
    for secret in (former, new):
        verify()([secret], *partner.taken[0])
    time_machine.move_to(clock.now() + timedelta(hours=25))
    inside.handle(published())
    send_all(inside)
    headers, body = partner.taken[1]
    verify()([new], headers, body, now=lambda: int(headers["webhook-timestamp"]))
    with pytest.raises(ValueError, match="signed"):
        verify()([former], headers, body, now=lambda: int(headers["webhook-timestamp"]))
    assert call(inside, "GET", at).json()["former_secret_until"] is None


def test_no_secret_is_shown_again_and_none_stands_in_a_dump(
    inside: House, partner: Receiver
) -> None:
    at, secret = add(inside, partner.url)
    for path in (AT, at, f"{at}/deliveries"):
        assert "whsec" not in call(inside, "GET", path).text
    with inside.database.engine.connect() as connection:
        dump = str(connection.execute(text("SELECT w::text FROM webhook w")).all())
        sealed = connection.execute(text("SELECT sealed FROM webhook")).scalar_one()
    bare = secret.removeprefix("whsec_")
    for written in (bare.encode(), base64.b64decode(bare)):
        assert written not in bytes(sealed)
        assert written.hex() not in dump
    assert bare not in dump


# --- again, and given up ------------------------------------------------------------------------


def test_what_is_not_taken_comes_again_under_its_id(
    inside: House, partner: Receiver, time_machine: time_machine.TimeMachineFixture
) -> None:
    at, secret = add(inside, partner.url)
    partner.replies = [(503, ""), (200, "")]
    inside.handle(published())
    assert send_all(inside) == 1
    waiting = log(inside, at)[0]
    assert (waiting["state"], waiting["status"], waiting["failure"]) == ("queued", 503, "refused")
    assert call(inside, "GET", at).json()["failing_since"] is not None
    time_machine.move_to(clock.now() + timedelta(minutes=2))
    assert send_all(inside) == 1
    assert log(inside, at)[0]["state"] == "sent"
    first, second = (each[0] for each in partner.taken)
    assert first["webhook-id"] == second["webhook-id"]
    assert first["webhook-timestamp"] != second["webhook-timestamp"]
    headers, body = partner.taken[1]
    verify()([secret], headers, body, now=lambda: int(headers["webhook-timestamp"]))
    assert call(inside, "GET", at).json()["failing_since"] is None


class Refusing(OutsideClient):
    """Nobody is asked: what is answered is known."""

    def __init__(self, status: int = 500) -> None:
        super().__init__(seconds=1)
        self.status = status

    def post(self, url: str, body: bytes, headers: Any) -> Answer:
        return Answer(self.status, "refused")


def test_after_a_day_it_is_given_up_and_started_again_by_hand(
    inside: House, partner: Receiver, time_machine: time_machine.TimeMachineFixture
) -> None:
    assert timedelta(hours=24) <= sum(PAUSES, timedelta()) <= timedelta(hours=26)
    assert list(PAUSES) == sorted(PAUSES)
    at, _ = add(inside, partner.url)
    inside.handle(published())
    for pause in (*PAUSES, timedelta(0)):
        assert send_all(inside, client=Refusing()) == 1
        time_machine.move_to(clock.now() + pause * 1.1 + timedelta(minutes=2))
    assert send_all(inside, client=Refusing()) == 0
    assert call(inside, "GET", at).json()["state"] == "given_up"
    lost = log(inside, at)[0]
    assert (lost["state"], lost["attempts"]) == ("given_up", len(PAUSES) + 1)
    inside.handle(published())
    assert len(log(inside, at)) == 1, "nothing is queued for who does not listen"
    assert call(inside, "POST", f"{at}/start").json()["state"] == "on"
    again_ = call(inside, "POST", f"{at}/deliveries/{lost['id']}").json()
    assert again_["state"] == "queued"
    assert send_all(inside) == 1
    assert partner.taken[0][0]["webhook-id"] == lost["id"]


def test_who_says_gone_hears_nothing_more(inside: House, partner: Receiver) -> None:
    at, _ = add(inside, partner.url)
    partner.replies = [(410, "")]
    inside.handle(published())
    send_all(inside)
    assert call(inside, "GET", at).json()["state"] == "given_up"


def test_a_stopped_webhook_is_sent_nothing(inside: House, partner: Receiver) -> None:
    at, _ = add(inside, partner.url)
    inside.handle(published())
    assert call(inside, "POST", f"{at}/stop").json()["state"] == "off"
    assert send_all(inside) == 0
    call(inside, "POST", f"{at}/start")
    assert send_all(inside) == 1


def test_two_workers_never_send_to_one_webhook_at_once(inside: House, partner: Receiver) -> None:
    add(inside, partner.url)
    inside.handle(published(), published())
    entered, go_on = Event(), Event()

    class Slow(OutsideClient):
        def post(self, url: str, body: bytes, headers: Any) -> Answer:
            entered.set()
            assert go_on.wait(10)
            return Answer(200)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(courier(inside, client=Slow(seconds=1)).send_next)
        assert entered.wait(10)
        assert not courier(inside).send_next(), "the other message waits for its turn"
        go_on.set()
        assert first.result()
    assert send_all(inside) == 1


def test_who_comes_back_after_the_lease_writes_nothing_down(
    inside: House, partner: Receiver, time_machine: time_machine.TimeMachineFixture
) -> None:
    at, _ = add(inside, partner.url)
    inside.handle(published())
    outer = inside

    class Late(OutsideClient):
        def post(self, url: str, body: bytes, headers: Any) -> Answer:
            time_machine.move_to(clock.now() + LEASE + timedelta(seconds=1))
            assert courier(outer).send_next()
            return Answer(500, "refused")

    courier(inside, client=Late(seconds=1)).send_next()
    taken = log(inside, at)[0]
    assert (taken["state"], taken["failure"], taken["attempts"]) == ("sent", None, 2)


# --- nowhere but outside --------------------------------------------------------------------------

BAD = [
    "http://partner.example/hook",
    "https://127.0.0.1/hook",
    "https://[::1]/hook",
    "https://10.0.0.8/hook",
    "https://192.168.1.1/hook",
    "https://172.20.0.1/hook",
    "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1/hook",
    "https://0.0.0.0/hook",
    "https://[::ffff:127.0.0.1]/hook",
    "https://[::ffff:10.0.0.1]/hook",
    "https://[fe80::1]/hook",
    "https://[fd00::1]/hook",
    "https://[64:ff9b::7f00:1]/hook",
    "https://[2002:7f00:1::]/hook",
    "https://224.0.0.1/hook",
    "https://localhost/hook",
    "https://2130706433/hook",
    "https://0x7f.1/hook",
    "https://user:pass@8.8.8.8/hook",
    "https://8.8.8.8/hook#part",
    "https://8.8.8.8:99999/hook",
    "https://8.8.8.8/ho ok",
    "https://8.8.8.8/hook\r\nX: y",
    "ftp://8.8.8.8/hook",
    "file:///etc/passwd",
    "https:///hook",
    "hook",
]


@pytest.mark.parametrize("url", BAD)
def test_an_address_that_leads_inside_is_none(url: str) -> None:
    with pytest.raises(NotOutside):
        addresses.place(url, inside=False)


def test_such_an_address_is_refused_beside_its_field(house: House) -> None:
    for url in BAD[:6]:
        answer = call(house, "POST", AT, json={"url": url, "events": ALL})
        assert answer.status_code == 422, answer.text
        assert [each["field"] for each in answer.json()["errors"]] == ["url"]


@pytest.mark.parametrize(
    "answers",
    [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::1"], ["169.254.169.254"], []],
)
def test_a_name_that_leads_inside_later_is_not_called(
    house: House, partner: Receiver, answers: list[str]
) -> None:
    """It was outside when it was added: it is looked at again at each call."""
    at, _ = add(house, "https://8.8.8.8/hook")
    with house.database.engine.begin() as connection:
        moved = f"https://moving.example:{partner.port}/hook"
        connection.execute(text("UPDATE webhook SET url = :url"), {"url": moved})
    house.handle(published())
    client = OutsideClient(seconds=1, resolve=lambda host, port: answers)
    assert send_all(house, client=client) == 1
    assert log(house, at)[0]["failure"] == "address"
    assert partner.taken == []


def test_a_redirect_is_not_followed(inside: House, partner: Receiver) -> None:
    with Receiver() as within:
        at, _ = add(inside, partner.url)
        partner.replies = [(307, within.url)]
        inside.handle(published())
        send_all(inside)
        assert within.taken == []
    sent = log(inside, at)[0]
    assert (sent["state"], sent["failure"], sent["status"]) == ("queued", "redirected", 307)


def test_a_server_without_a_right_certificate_is_told_apart_and_one_that_is_away(
    inside: House, partner: Receiver
) -> None:
    inside_client = OutsideClient(seconds=5, inside=True)
    plain = f"https://127.0.0.1:{partner.port}/"
    assert inside_client.post(plain, b"{}", {}).failure == "certificate"
    assert inside_client.post("http://127.0.0.1:1/", b"{}", {}).failure == "unreachable"


def test_production_sends_to_nobody_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMUDDU_MODE", "production")
    monkeypatch.setenv("AMUDDU_WEBHOOKS_INSIDE", "1")
    monkeypatch.setenv("AMUDDU_SECRET_KEY", sha256(b"of a test").hexdigest())
    monkeypatch.setenv("AMUDDU_PUBLIC_URL", "https://amuddu.example")
    monkeypatch.setenv("AMUDDU_PLAINTEXT_ALLOWED", "services,database,kafka,mail")
    with pytest.raises(WrongSettings, match="AMUDDU_WEBHOOKS_INSIDE"):
        NotificationsSettings()


# --- whose it is ------------------------------------------------------------------------------


def test_webhooks_are_for_administrators_and_of_their_partner(
    inside: House, partner: Receiver
) -> None:
    at, _ = add(inside, partner.url)
    hook = at.rpartition("/")[2]
    inside.handle(published())
    message = log(inside, at)[0]["id"]
    other = f"/v1/partners/{uuid4()}/webhooks/{hook}"
    for method, path in (
        ("GET", other),
        ("POST", f"{other}/secret"),
        ("POST", f"{other}/stop"),
        ("POST", f"{other}/start"),
        ("GET", f"{other}/deliveries"),
        ("POST", f"{other}/deliveries/{message}"),
        ("POST", f"{at}/deliveries/{UUID(int=7)}"),
    ):
        assert call(inside, method, path).status_code == 404, path
    refused = inside.client.get(at, headers=headers_for(coordinator()))
    assert refused.status_code == 403


def test_a_partner_has_ten_addresses_at_most_and_none_twice(
    inside: House, partner: Receiver
) -> None:
    ats = [add(inside, f"{partner.url}&n={number}")[0] for number in range(10)]
    body = {"url": f"{partner.url}&n=10", "events": ALL}
    assert call(inside, "POST", AT, json=body).status_code == 409
    call(inside, "POST", f"{ats[0]}/stop")
    assert call(inside, "POST", AT, json=body).status_code == 201
    call(inside, "POST", f"{ats[1]}/stop")
    assert call(inside, "POST", AT, json=body).status_code == 422
