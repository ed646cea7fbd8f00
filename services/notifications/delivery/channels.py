"""The ways a message leaves: e-mail over SMTP, SMS through a provider's HTTP door.

- DeliveryError
  - Refused: this message will never be taken; trying again changes nothing
  - OutOfReach: it may be taken later; `after` says when, if the other side said so

A channel returns once the other side took the message. The message's id goes along (Message-ID,
Idempotency-Key), so that the other side can tell a repeated message from a new one.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from html import escape
from typing import Literal, Protocol
from uuid import UUID

import httpx2

from amuddu.kit.observability import logs
from services.notifications.invitations.schemas import Rendered
from services.notifications.settings import NotificationsSettings

log = logs.get(__name__)

Addressed = Literal["email", "sms"]
"""Channels that take an address; `agent` is a task for a person instead."""


class DeliveryError(Exception):
    """A message that was not taken. Says no address and no text."""


class Refused(DeliveryError):
    """It will never be taken: the address does not exist, the provider will not serve it."""


class OutOfReach(DeliveryError):
    """It was not taken this time."""

    def __init__(self, reason: str, *, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way to one address; `link` is the one address within its body."""

    id: UUID
    address: str
    text: Rendered
    link: str


class Channel(Protocol):
    """Gives one message to the outside. Raises `Refused` or `OutOfReach`."""

    def send(self, message: Outgoing) -> None: ...


def configured(
    settings: NotificationsSettings, *, client: httpx2.Client
) -> Mapping[Addressed, Channel]:
    """The channels as the settings describe them."""
    return {"email": EmailChannel(settings), "sms": SmsChannel(settings, client=client)}


class EmailChannel:
    """E-mail through the mail server of the settings, one connection a message."""

    def __init__(self, settings: NotificationsSettings) -> None:
        self._settings = settings

    def send(self, message: Outgoing) -> None:
        try:
            mail = self._mail(message)
        except ValueError:  # an address that no header can carry
            raise Refused("address") from None
        try:
            smtp = self._connected()
        except (smtplib.SMTPException, OSError) as error:
            # Even a 5xx is about this deployment here (sign-in, TLS), not about the person.
            raise OutOfReach(type(error).__name__) from None
        try:
            _submit(smtp, mail)
        finally:
            # The server has answered by now: a failing goodbye must not look like a failure.
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()
            smtp.close()

    def _connected(self) -> smtplib.SMTP:
        settings = self._settings
        smtp = _opened(settings)
        try:
            if settings.smtp_tls == "starttls":
                smtp.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                smtp.login(settings.smtp_user, settings.smtp_password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _mail(self, message: Outgoing) -> EmailMessage:
        sender = self._settings.mail_from
        mail = EmailMessage()
        mail["From"] = sender
        mail["To"] = message.address
        mail["Subject"] = message.text.subject
        mail["Date"] = formatdate(localtime=False)
        mail["Message-ID"] = f"<{message.id}@{parseaddr(sender)[1].rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text.body)
        mail.add_alternative(_html(message), subtype="html")
        # After the parts: the library moves earlier Content- headers into the first of them.
        mail["Content-Language"] = message.text.language
        return mail


def _opened(settings: NotificationsSettings) -> smtplib.SMTP:
    host, port, timeout = settings.smtp_host, settings.smtp_port, settings.send_timeout_seconds
    if settings.smtp_tls == "implicit":
        # smtplib's own default context checks no certificate.
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=timeout, context=context)
    return smtplib.SMTP(host, port, timeout=timeout)


def _submit(smtp: smtplib.SMTP, mail: EmailMessage) -> None:
    try:
        smtp.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        raise _answered(*error.recipients.values()) from None
    except smtplib.SMTPDataError as error:
        raise _answered((error.smtp_code, b"")) from None
    except smtplib.SMTPNotSupportedError:  # an address beyond ASCII, which this server cannot do
        raise Refused("address") from None
    except (smtplib.SMTPException, OSError) as error:
        raise OutOfReach(type(error).__name__) from None


def _answered(*replies: tuple[int, bytes]) -> DeliveryError:
    """What a mail server's reply means (RFC 5321, 4.2.1): 5xx is final, 4xx is not."""
    code = max(code for code, _ in replies)
    return Refused(f"smtp {code}") if code >= 500 else OutOfReach(f"smtp {code}")


def _html(message: Outgoing) -> str:
    """The same text for mail programs that show HTML: right to left where it should be."""
    text = message.text
    direction = "rtl" if text.language == "ar" else "ltr"
    link = escape(message.link)
    paragraphs = [
        f"<p>{part}</p>" for part in escape(text.body).replace("\n", "<br>").split("<br><br>")
    ]
    content = "\n".join(paragraphs)
    if link:
        content = content.replace(link, f'<a href="{link}">{link}</a>')
    return (
        f'<!doctype html>\n<html lang="{text.language}" dir="{direction}">\n'
        f'<head><meta charset="utf-8"><title>{escape(text.subject)}</title></head>\n'
        f"<body>\n{content}\n</body>\n</html>\n"
    )


class SmsChannel:
    """SMS through the provider of the settings; `NotificationsSettings` describes its door."""

    def __init__(self, settings: NotificationsSettings, *, client: httpx2.Client) -> None:
        self._settings = settings
        self._client = client

    def send(self, message: Outgoing) -> None:
        if not self._settings.sms_url:
            log.error("SMS is not set up: AMUDDU_SMS_URL is empty", message_id=str(message.id))
            raise Refused("not set up")
        try:
            response = self._post(message)
        except httpx2.HTTPError as error:
            raise OutOfReach(type(error).__name__) from None
        _judge(response)

    def _post(self, message: Outgoing) -> httpx2.Response:
        settings = self._settings
        return self._client.post(
            settings.sms_url,
            timeout=settings.send_timeout_seconds,
            headers=self._headers(message),
            json={
                "to": message.address,
                "from": settings.sms_sender,
                "text": message.text.body,
                "reference": str(message.id),
            },
        )

    def _headers(self, message: Outgoing) -> dict[str, str]:
        headers = {"Idempotency-Key": str(message.id)}
        if self._settings.sms_key:
            headers["Authorization"] = f"Bearer {self._settings.sms_key}"
        return headers


_NOT_FINAL = {401, 408, 429}
"""Client errors that are not about this message: our own key, slowness, too many at once."""


def _judge(response: httpx2.Response) -> None:
    code = response.status_code
    if response.is_success:
        return
    if 400 <= code < 500 and code not in _NOT_FINAL:
        raise Refused(f"http {code}")
    after = response.headers.get("retry-after", "")
    raise OutOfReach(f"http {code}", after=float(after) if after.isdigit() else None)
