"""Erasing somebody, as profiles tells: the files of their hires go with them.

Public money is another matter: who asked for it, who approved it, what was paid and given back has
to be shown for years. Where a claim was ever sent in, its amounts, dates and decisions stay, and so
does the file that they hang on: under an id of its own, without the person, their code, the date
their papers end, and without a word that anybody wrote. It leads to nobody.
"""

from __future__ import annotations

from uuid import uuid4

from amuddu.contracts.events.restored import ErasureAgain
from amuddu.contracts.hires import TOPIC
from amuddu.kit.db import Session
from amuddu.kit.events import erasing, restored
from amuddu.kit.events.erasing import ToErase
from services.employers.erasures import repository


def erase(session: Session, event: ToErase) -> None:
    """Delete or unname the files of the person's hires, and answer."""
    hires = repository.hires_of(session, event.profile_ids)
    repository.may_erase(session, True)
    money = 0
    for hire_id in hires:
        claims = repository.claims_sent(session, hire_id)
        money += claims
        repository.drop_drafts(session, hire_id)
        if claims:
            repository.unname(session, hire_id, new_id=uuid4())
        else:
            repository.drop(session, hire_id)
    repository.may_erase(session, False)
    erasing.heard(
        session,
        event,
        places={"employers": erasing.kept(claim_money=money), "employers_letters": ()},
        ids=hires,
        topics={TOPIC: hires},
    )


def erase_again(session: Session, event: ErasureAgain) -> None:
    """The same of people who came back with a backup; told to every service, for one."""
    restored.again(session, event, service="employers", people=repository.people_held, erase=erase)
