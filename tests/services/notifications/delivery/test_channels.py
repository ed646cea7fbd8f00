"""Both channels keep the same promises, against a real mail server and a real HTTP provider."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import uuid4

import httpx2
import pytest

from services.notifications.delivery.channels import (
    Channel,
    EmailChannel,
    Outgoing,
    OutOfReach,
    Refused,
    SmsChannel,
)
from services.notifications.invitations.schemas import Rendered
from services.notifications.settings import NotificationsSettings
from tests.services.notifications.sinks import MailSink, SmsSink

LINK = "https://amuddu.example/r/abc?x=1&y=2"
BODY = f"سطر أول\n\nMaçon <b> & co :\n{LINK}"


@dataclass
class Way:
    """A channel and what stands at its other end."""

    channel: Channel
    nowhere: Channel
    address: str
    reply: Callable[[bool], None]
    """Refuse the next message, for ever or just now."""
    ids: Callable[[], list[str]]


@pytest.fixture(params=["email", "sms"])
def way(request: pytest.FixtureRequest, settings: object) -> Way:
    return _mail_way(request) if request.param == "email" else _sms_way(request)


def _mail_way(request: pytest.FixtureRequest) -> Way:
    sink: MailSink = request.getfixturevalue("mail")
    return Way(
        channel=EmailChannel(NotificationsSettings(smtp_port=sink.port)),
        nowhere=EmailChannel(NotificationsSettings(smtp_port=1)),
        address="joy@example.ma",
        reply=lambda final: sink.recipient_replies.append("550 no" if final else "450 busy"),
        ids=lambda: [mail["Message-ID"] for mail in sink.received],
    )


def _sms_way(request: pytest.FixtureRequest) -> Way:
    sink: SmsSink = request.getfixturevalue("phone")
    client = httpx2.Client()
    request.addfinalizer(client.close)
    return Way(
        channel=SmsChannel(NotificationsSettings(sms_url=sink.url), client=client),
        nowhere=SmsChannel(NotificationsSettings(sms_url="http://127.0.0.1:1/"), client=client),
        address="+212612345678",
        reply=lambda final: sink.reply(400 if final else 503),
        ids=lambda: list(sink.received),
    )


def message(address: str, *, language: str = "ar") -> Outgoing:
    text = Rendered(language=language, subject="عرض : Maçon", body=BODY)  # type: ignore[arg-type]  # any of four
    return Outgoing(uuid4(), address, text, LINK)


def test_a_message_goes_out_under_its_id(way: Way) -> None:
    sent = message(way.address)
    way.channel.send(sent)
    (found,) = way.ids()
    assert str(sent.id) in found


def test_a_repeated_message_can_be_told(way: Way) -> None:
    sent = message(way.address)
    way.channel.send(sent)
    way.channel.send(sent)
    assert len(set(way.ids())) == 1


def test_a_final_no_is_refused(way: Way) -> None:
    way.reply(True)
    with pytest.raises(Refused):
        way.channel.send(message(way.address))


def test_a_no_for_now_is_out_of_reach_and_then_it_works(way: Way) -> None:
    way.reply(False)
    with pytest.raises(OutOfReach):
        way.channel.send(message(way.address))
    way.channel.send(message(way.address))
    assert len(way.ids()) == 1


def test_nobody_at_the_other_end_is_out_of_reach(way: Way) -> None:
    with pytest.raises(OutOfReach):
        way.nowhere.send(message(way.address))


def test_an_error_tells_no_address(way: Way) -> None:
    way.reply(True)
    with pytest.raises(Refused) as caught:
        way.channel.send(message(way.address))
    assert way.address not in f"{caught.value}{caught.value.__cause__}"


# --- e-mail -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_an_email_reads_well_everywhere(settings: object, mail: MailSink, language: str) -> None:
    EmailChannel(NotificationsSettings(smtp_port=mail.port)).send(
        message("joy@example.ma", language=language)
    )
    (found,) = mail.received
    assert found["Subject"] == "عرض : Maçon"
    assert found["Content-Language"] == language
    assert found["From"] == "Amuddu <messages@amuddu.example>"
    assert found["Message-ID"].endswith("@amuddu.example>")
    assert found["Date"]
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["List-Unsubscribe"] is None
    plain, html = found.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert plain.get_content_charset() == html.get_content_charset() == "utf-8"
    assert plain.get_content().replace("\r\n", "\n").strip() == BODY
    page = html.get_content()
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert '<a href="https://amuddu.example/r/abc?x=1&amp;y=2">' in page
    assert "Maçon &lt;b&gt; &amp; co" in page


def test_an_email_without_a_link_has_none_in_its_html(settings: object, mail: MailSink) -> None:
    said = message("joy@example.ma", language="fr")
    EmailChannel(NotificationsSettings(smtp_port=mail.port)).send(replace(said, link=""))
    (found,) = mail.received
    _, html = found.iter_parts()
    assert "<a" not in html.get_content()


def test_a_refused_content_is_final_and_a_busy_server_is_not(
    settings: object, mail: MailSink
) -> None:
    channel = EmailChannel(NotificationsSettings(smtp_port=mail.port))
    mail.replies += ["554 not this", "451 later"]
    with pytest.raises(Refused):
        channel.send(message("joy@example.ma"))
    with pytest.raises(OutOfReach):
        channel.send(message("joy@example.ma"))


@pytest.mark.parametrize("address", ["joy@example.ma\nBcc: x@y.ma", "élodie@exämple.ma"])
def test_an_address_that_cannot_be_written_is_refused(
    settings: object, mail: MailSink, address: str
) -> None:
    with pytest.raises(Refused):
        EmailChannel(NotificationsSettings(smtp_port=mail.port)).send(message(address))
    assert mail.received == []


@pytest.mark.parametrize(
    "wrong", [{"smtp_tls": "starttls"}, {"smtp_tls": "implicit"}, {"smtp_user": "amuddu"}]
)
def test_a_server_that_lacks_what_the_settings_ask_is_out_of_reach(
    settings: object, mail: MailSink, wrong: dict[str, str]
) -> None:
    """It is this house's own trouble: nobody's message may be lost for it."""
    asked = NotificationsSettings(smtp_port=mail.port, send_timeout_seconds=2).model_copy(
        update=wrong
    )
    with pytest.raises(OutOfReach):
        EmailChannel(asked).send(message("joy@example.ma"))


# --- SMS --------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [400, 403, 404, 422])
def test_client_errors_of_a_provider_are_final(
    settings: object, phone: SmsSink, status: int
) -> None:
    phone.reply(status)
    with pytest.raises(Refused), httpx2.Client() as client:
        SmsChannel(NotificationsSettings(sms_url=phone.url), client=client).send(message("+2126"))


@pytest.mark.parametrize("status", [302, 401, 408, 429, 500, 503])
def test_other_errors_of_a_provider_are_not(settings: object, phone: SmsSink, status: int) -> None:
    phone.replies.append((status, {"Retry-After": "7"}))
    with pytest.raises(OutOfReach) as caught, httpx2.Client() as client:
        SmsChannel(NotificationsSettings(sms_url=phone.url), client=client).send(message("+2126"))
    assert caught.value.after == 7


def test_what_a_provider_gets(settings: object, phone: SmsSink) -> None:
    sent = message("+212612345678")
    with httpx2.Client() as client:
        own = NotificationsSettings(sms_url=phone.url, sms_key="k")
        SmsChannel(own, client=client).send(sent)
    ((headers, body),) = phone.requests
    assert headers["Authorization"] == "Bearer k"
    assert body == {
        "to": "+212612345678",
        "from": "Amuddu",
        "text": BODY,
        "reference": str(sent.id),
    }
