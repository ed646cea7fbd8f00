"""Messages about accounts: queued with what they tell of, handed over by id, worded as they leave.

    post()        in the transaction of what happened
    hand_over()   the notifications service learns the id; nothing else
    outgoing()    it asks for address, kind and link once it is about to send

A link is made at that moment and kept as a digest: no table and no event ever holds it.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from amuddu.contracts.notifications import AccountMessage, AccountMessageIn, AccountMessageKind
from amuddu.contracts.types import LANGS, Lang
from amuddu.kit import clock
from amuddu.kit.auth import service_actor
from amuddu.kit.db import Database, Session
from amuddu.kit.errors import AmudduError, NotFound
from amuddu.kit.observability import logs
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.credentials import kept, repository
from gateway.credentials.kept import Keys
from gateway.credentials.tables import ContactRow, InvitationRow, MessageRow, OneTimeRow
from gateway.sessions.tables import Account

log = logs.get(__name__)

_AT_ONCE = 50


def post(
    session: Session,
    keys: Keys,
    kind: AccountMessageKind,
    contact: ContactRow,
    account: Account,
    *,
    link: OneTimeRow | None = None,
) -> None:
    """Tell an account something through one of its contacts."""
    address = keys.opened(contact.sealed, row=contact.id, purpose="contact")
    row_id = uuid4()
    row = MessageRow(
        id=row_id,
        account_id=account.id,
        one_time_id=link.id if link else None,
        kind=kind,
        channel=contact.channel,
        sealed=keys.sealed(address, row=row_id, purpose="message"),
        language=account.language,
    )
    repository.save(session, row)


def post_invitation(session: Session, keys: Keys, invited: InvitationRow, address: str) -> None:
    """Send an invitation to an e-mail address."""
    row_id = uuid4()
    row = MessageRow(
        id=row_id,
        invitation_id=invited.id,
        kind="invited",
        channel="email",
        sealed=keys.sealed(address, row=row_id, purpose="message"),
        language=invited.language,
    )
    repository.save(session, row)


def tell(
    session: Session,
    keys: Keys,
    account: Account,
    kind: AccountMessageKind,
    *,
    but: UUID | None = None,
) -> int:
    """Tell an account something through every contact that counts, or all but one; how many."""
    contacts = [each for each in repository.verified(session, account.id) if each.id != but]
    for contact in contacts:
        post(session, keys, kind, contact, account)
    return len(contacts)


def outgoing(session: Session, keys: Keys, message_id: UUID) -> AccountMessage:
    """What a message says and where it goes. Raises `NotFound` where it is to go nowhere more.

    Asked again, as the message did not leave, it has another link, and the first works no more.
    """
    row = repository.message(session, message_id)
    if row is None:
        raise NotFound
    address = keys.opened(row.sealed, row=row.id, purpose="message")
    return AccountMessage(
        kind=row.kind,
        channel=row.channel,
        address=address,
        language=_lang(row.language),
        token=_link(session, row),
    )


def _link(session: Session, row: MessageRow) -> str | None:
    """A new end for the link of a message. Raises `NotFound` for one that is used or over."""
    now = clock.now()
    leads_to: OneTimeRow | InvitationRow | None = None
    if row.one_time_id is not None:
        leads_to = repository.one_time(session, row.one_time_id)
        over = leads_to is None or leads_to.spent_at is not None
    elif row.invitation_id is not None:
        leads_to = repository.invitation(session, row.invitation_id)
        over = leads_to is None or bool(leads_to.accepted_at or leads_to.withdrawn_at)
    else:
        return None
    if leads_to is None or over or leads_to.expires_at <= now:
        raise NotFound
    token, leads_to.digest = kept.token()
    repository.save(session, leads_to)
    return token


def hand_over(database: Database, services: Services) -> int:
    """Tell the service that sends of what is new; how many."""
    caller = Caller(service_actor("gateway"), "fr")
    with database.session() as session:
        rows = repository.to_hand_over(session, most=_AT_ONCE)
        for row in rows:
            try:
                services.notifications.queue_account_message(caller, AccountMessageIn(id=row.id))
            except AmudduError as error:
                log.info("messages about accounts wait", why=error.code)
                return 0
            row.handed_at = clock.now()
            repository.save(session, row)
    return len(rows)


def _lang(language: str) -> Lang:
    return next((lang for lang in LANGS if lang == language), "fr")
