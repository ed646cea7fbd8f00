"""Client of the profiles service."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from amuddu.contracts import ages, follow_up
from amuddu.contracts import profiles as contract
from amuddu.contracts.export.profiles import BEGIN_EXPORT
from amuddu.contracts.profiles import (
    ASKED_AT_ONCE,
    Disclosure,
    DisclosuresIn,
    Label,
    LabelsIn,
    account,
    receipts,
    staying,
)
from amuddu.contracts.profiles import corrections as contract_of_corrections
from amuddu.contracts.profiles import duplicates as contract_of_duplicates
from amuddu.contracts.profiles import erasure as contract_of_erasure
from amuddu.contracts.profiles import hireability as contract_of_hireability
from amuddu.contracts.profiles import papers as contract_of_papers
from amuddu.contracts.profiles.corrections import Correction
from amuddu.contracts.profiles.emergency import OPEN_IN_EMERGENCY
from amuddu.contracts.profiles.hireability import (
    PEOPLE_AT_ONCE,
    Hireability,
    HireabilityIn,
    OpenedRoutesIn,
)
from amuddu.contracts.profiles.history import LIST_CHANGES
from amuddu.contracts.profiles.witness import NOTE_TALK, WITNESS_YES
from amuddu.contracts.statistics import PEOPLE
from amuddu.contracts.types import HiringRouteCode
from gateway.clients.base import Call, Caller, ServiceClient, Take


class ProfilesClient(ServiceClient):
    """People, consents, rights, disclosures."""

    create = Call(contract.CREATE_PROFILE)
    list = Call(contract.LIST_PROFILES)
    get = Call(contract.READ_PROFILE)
    update = Call(contract.CHANGE_PROFILE)
    erase = Call(contract.ERASE_PROFILE)
    witness_yes = Call(WITNESS_YES)
    note_talk = Call(NOTE_TALK)
    ask_erasure = Call(contract_of_erasure.ASK_ERASURE)
    erasure = Call(contract_of_erasure.READ_ERASURE)
    stop_erasure = Call(contract_of_erasure.STOP_ERASURE)
    confirm_erasure = Call(contract_of_erasure.CONFIRM_ERASURE)
    due_erasures = Call(contract_of_erasure.LIST_DUE_ERASURES)
    carry_out_erasure = Call(contract_of_erasure.CARRY_OUT_ERASURE)
    stay = Call(staying.READ_STAY)
    answer_stay = Call(staying.ANSWER_STAY)
    dormant = Call(staying.LIST_DORMANT)
    confirm_stay = Call(staying.CONFIRM_STAY)
    due_dormant = Call(staying.LIST_DUE_DORMANT)
    erase_dormant = Call(staying.ERASE_DORMANT)
    receipt = Call(receipts.READ_RECEIPT)
    check_receipt = Call(receipts.CHECK_RECEIPT)
    open_erasures = Call(receipts.LIST_OPEN_ERASURES)
    find_erased = Call(receipts.FIND_ERASED)
    answer_erasure = Call(receipts.ANSWER_ERASURE)
    standing_erasures = Call(receipts.LIST_STANDING_ERASURES)
    open_in_emergency = Call(OPEN_IN_EMERGENCY)
    begin_export = Call(BEGIN_EXPORT)
    changes = Call(LIST_CHANGES)
    corrections = Call(contract_of_corrections.LIST_CORRECTIONS)
    open_corrections = Call(contract_of_corrections.LIST_OPEN_CORRECTIONS)
    ask_correction = Call(contract_of_corrections.ASK_CORRECTION)
    move_correction = Take(contract_of_corrections.CORRECTION, Correction)
    batch = Call(contract.IMPORT_PROFILES)
    consents = Call(contract.LIST_CONSENTS)
    set_consent = Call(contract.SET_CONSENT)
    accesses = Call(contract.LIST_ACCESSES)
    rights = Call(contract.READ_RIGHTS)
    disclosure = Call(contract.READ_DISCLOSURE)
    account_events = Call(account.LIST_ACCOUNT_EVENTS)
    note_account_event = Call(account.NOTE_ACCOUNT_EVENT)
    settle_contact = Call(account.SETTLE_CONTACT)
    contact_change = Call(account.READ_CONTACT_CHANGE)
    answer_contact_change = Call(account.ANSWER_CONTACT_CHANGE)
    set_guardian = Call(ages.SET_GUARDIAN)
    guardian = Call(ages.LIST_GUARDIAN)
    young = Call(ages.LIST_YOUNG)
    renewals = Call(follow_up.LIST_RENEWALS)
    notes = Call(follow_up.LIST_NOTES)
    add_note = Call(follow_up.ADD_NOTE)
    delete_note = Call(follow_up.DELETE_NOTE)
    releases = Call(PEOPLE.list)
    statistics = Call(PEOPLE.read)
    release = Call(PEOPLE.release)
    duplicates = Call(contract_of_duplicates.LIST_DUPLICATES)
    compare_duplicates = Call(contract_of_duplicates.COMPARE_DUPLICATES)
    tell_apart = Call(contract_of_duplicates.TELL_APART)
    merge_duplicates = Call(contract_of_duplicates.MERGE_DUPLICATES)
    merges = Call(contract_of_duplicates.LIST_MERGES)
    undo_merge = Call(contract_of_duplicates.UNDO_MERGE)

    own_opening = Call(contract_of_hireability.OWN_OPENING)
    judge_claim = Call(contract_of_hireability.JUDGE_CLAIM)
    add_paper = Call(contract_of_papers.ADD_PAPER)
    papers = Call(contract_of_papers.LIST_PAPERS)
    open_paper = Call(contract_of_papers.OPEN_PAPER)
    remove_paper = Call(contract_of_papers.REMOVE_PAPER)
    own_papers = Call(contract_of_papers.OWN_PAPERS)

    def hireability(
        self, caller: Caller, ids: Sequence[UUID], scheme_id: str | None = None
    ) -> dict[UUID, Hireability]:
        """What hiring these people takes, as the reader may know it."""
        found: dict[UUID, Hireability] = {}
        for start in range(0, len(ids), PEOPLE_AT_ONCE):
            asked = tuple(ids[start : start + PEOPLE_AT_ONCE])
            body = HireabilityIn(people=asked, scheme_id=scheme_id)
            operation = contract_of_hireability.ASK_HIREABILITY
            found |= self.send(operation, caller, body=body).people
        return found

    def opened_routes(self, caller: Caller, ids: Sequence[UUID]) -> dict[UUID, HiringRouteCode]:
        """What hiring takes, of candidacies whose person said yes to this employer."""
        found: dict[UUID, HiringRouteCode] = {}
        for start in range(0, len(ids), ASKED_AT_ONCE):
            body = OpenedRoutesIn(candidacies=tuple(ids[start : start + ASKED_AT_ONCE]))
            operation = contract_of_hireability.OPENED_ROUTES
            found |= self.send(operation, caller, body=body).routes
        return found

    def labels(self, caller: Caller, ids: Sequence[UUID]) -> dict[UUID, Label]:
        """How people may be called by the reader."""
        found: dict[UUID, Label] = {}
        for start in range(0, len(ids), ASKED_AT_ONCE):
            body = LabelsIn(ids=tuple(ids[start : start + ASKED_AT_ONCE]))
            found |= self.send(contract.LABEL_PROFILES, caller, body=body).labels
        return found

    def disclosures(self, caller: Caller, ids: Sequence[UUID]) -> dict[UUID, Disclosure]:
        """The contacts of candidacies whose person said yes."""
        found: dict[UUID, Disclosure] = {}
        for start in range(0, len(ids), ASKED_AT_ONCE):
            body = DisclosuresIn(candidacies=tuple(ids[start : start + ASKED_AT_ONCE]))
            found |= self.send(contract.READ_DISCLOSURES, caller, body=body).disclosures
        return found
