"""Client of the notifications service."""

from __future__ import annotations

from amuddu.contracts import news as news_contract
from amuddu.contracts import notifications as contract
from amuddu.contracts.postings import partners
from gateway.clients.base import Call, ServiceClient


class NotificationsClient(ServiceClient):
    """Invitations behind signed links, and the messages sent."""

    invitation = Call(contract.READ_INVITATION)
    question = Call(contract.READ_QUESTION)
    said_yes = Call(contract.READ_SAID_YES)
    called_question = Call(contract.READ_CALLED_QUESTION)
    answer = Call(contract.ANSWER_INVITATION)
    messages = Call(contract.LIST_MESSAGES)
    sending = Call(contract.READ_SENDING)
    mine = Call(contract.LIST_OWN_INVITATIONS)
    to_call = Call(contract.LIST_CALLS)
    call = Call(contract.READ_CALL)
    note_answer = Call(contract.NOTE_ANSWER)
    to_say = Call(contract.LIST_TO_SAY)
    note_said = Call(contract.NOTE_SAID)
    note_nobody = Call(contract.NOTE_NOBODY)
    news = Call(news_contract.LIST_NEWS)
    unread = Call(news_contract.COUNT_UNREAD)
    read_all = Call(news_contract.READ_ALL)
    open_news = Call(news_contract.OPEN_NEWS)
    choices = Call(news_contract.READ_CHOICES)
    choose = Call(news_contract.CHOOSE)
    telling = Call(news_contract.READ_TELLING)
    queue_account_message = Call(contract.QUEUE_ACCOUNT_MESSAGE)
    changed_offers = Call(partners.CHANGED_OFFERS)
    webhooks = Call(partners.LIST_WEBHOOKS)
    webhook = Call(partners.READ_WEBHOOK)
    add_webhook = Call(partners.ADD_WEBHOOK)
    renew_secret = Call(partners.RENEW_SECRET)
    start_webhook = Call(partners.START_WEBHOOK)
    stop_webhook = Call(partners.STOP_WEBHOOK)
    deliveries = Call(partners.LIST_DELIVERIES)
    redeliver = Call(partners.REDELIVER)
