"""Client of the profiles service."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from amuddu.contracts import ages, follow_up
from amuddu.contracts import profiles as contract
from amuddu.contracts.profiles import ASKED_AT_ONCE, Disclosure, DisclosuresIn, Label, LabelsIn
from amuddu.contracts.profiles import duplicates as contract_of_duplicates
from amuddu.contracts.statistics import PEOPLE
from gateway.clients.base import Call, Caller, ServiceClient


class ProfilesClient(ServiceClient):
    """People, consents, rights, disclosures."""

    create = Call(contract.CREATE_PROFILE)
    list = Call(contract.LIST_PROFILES)
    get = Call(contract.READ_PROFILE)
    update = Call(contract.CHANGE_PROFILE)
    erase = Call(contract.ERASE_PROFILE)
    batch = Call(contract.IMPORT_PROFILES)
    consents = Call(contract.LIST_CONSENTS)
    set_consent = Call(contract.SET_CONSENT)
    accesses = Call(contract.LIST_ACCESSES)
    rights = Call(contract.READ_RIGHTS)
    disclosure = Call(contract.READ_DISCLOSURE)
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
