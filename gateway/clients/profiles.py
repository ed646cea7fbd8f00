"""Client of the profiles service."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from pydantic import TypeAdapter

from amuddu.contracts.batch import BatchIn, BatchOut
from amuddu.contracts.desk import NoteIn, Notes, Renewals
from amuddu.contracts.profiles import (
    ASKED_AT_ONCE,
    AccessRecord,
    ConsentIn,
    ConsentRecord,
    Disclosure,
    Disclosures,
    DisclosuresIn,
    ErasureReceipt,
    Label,
    Labels,
    LabelsIn,
    Profile,
    ProfileIn,
    ProfilePage,
    Purpose,
    RightsOut,
)
from amuddu.contracts.statistics import Figures
from gateway.clients.base import Caller, ServiceClient

_CONSENTS = TypeAdapter(tuple[ConsentRecord, ...])
_ACCESSES = TypeAdapter(tuple[AccessRecord, ...])


class ProfilesClient(ServiceClient):
    """People, consents, rights, disclosures."""

    def create(self, caller: Caller, body: ProfileIn) -> Profile:
        return self._post(Profile, "/v1/profiles", caller, body)

    def list(
        self, caller: Caller, *, q: str | None = None, limit: int = 20, offset: int = 0
    ) -> ProfilePage:
        params = {"q": q or None, "limit": limit, "offset": offset}
        return self._get(ProfilePage, "/v1/profiles", caller, params)

    def get(self, caller: Caller, profile_id: UUID) -> Profile:
        return self._get(Profile, f"/v1/profiles/{profile_id}", caller)

    def update(self, caller: Caller, profile_id: UUID, body: ProfileIn) -> Profile:
        return self._put(Profile, f"/v1/profiles/{profile_id}", caller, body)

    def erase(self, caller: Caller, profile_id: UUID) -> ErasureReceipt:
        response = self._send("DELETE", f"/v1/profiles/{profile_id}", caller)
        return ErasureReceipt.model_validate_json(response.content)

    def consents(self, caller: Caller, profile_id: UUID) -> tuple[ConsentRecord, ...]:
        response = self._send("GET", f"/v1/profiles/{profile_id}/consents", caller)
        return _CONSENTS.validate_json(response.content)

    def set_consent(
        self, caller: Caller, profile_id: UUID, purpose: Purpose, body: ConsentIn
    ) -> ConsentRecord:
        path = f"/v1/profiles/{profile_id}/consents/{purpose}"
        return self._put(ConsentRecord, path, caller, body)

    def accesses(
        self, caller: Caller, profile_id: UUID, *, limit: int = 20, offset: int = 0
    ) -> tuple[AccessRecord, ...]:
        params = {"limit": limit, "offset": offset}
        response = self._send("GET", f"/v1/profiles/{profile_id}/accesses", caller, params=params)
        return _ACCESSES.validate_json(response.content)

    def rights(self, caller: Caller, profile_id: UUID) -> RightsOut:
        return self._get(RightsOut, f"/v1/profiles/{profile_id}/rights", caller)

    def labels(self, caller: Caller, ids: Sequence[UUID]) -> dict[UUID, Label]:
        """How people may be called by the reader."""
        found: dict[UUID, Label] = {}
        for start in range(0, len(ids), ASKED_AT_ONCE):
            body = LabelsIn(ids=tuple(ids[start : start + ASKED_AT_ONCE]))
            found |= self._post(Labels, "/v1/profiles/labels", caller, body).labels
        return found

    def disclosures(self, caller: Caller, ids: Sequence[UUID]) -> dict[UUID, Disclosure]:
        """The contacts of candidacies whose person said yes."""
        found: dict[UUID, Disclosure] = {}
        for start in range(0, len(ids), ASKED_AT_ONCE):
            body = DisclosuresIn(candidacies=tuple(ids[start : start + ASKED_AT_ONCE]))
            found |= self._post(Disclosures, "/v1/disclosures/batch", caller, body).disclosures
        return found

    def disclosure(self, caller: Caller, candidacy_id: UUID) -> Disclosure:
        return self._get(Disclosure, f"/v1/disclosures/{candidacy_id}", caller)

    def renewals(self, caller: Caller, *, days: int = 45, limit: int = 20) -> Renewals:
        params = {"days": days, "limit": limit}
        return self._get(Renewals, "/v1/profiles/renewals", caller, params)

    def notes(self, caller: Caller, profile_id: UUID) -> Notes:
        return self._get(Notes, f"/v1/profiles/{profile_id}/notes", caller)

    def add_note(self, caller: Caller, profile_id: UUID, body: NoteIn) -> Notes:
        return self._post(Notes, f"/v1/profiles/{profile_id}/notes", caller, body)

    def delete_note(self, caller: Caller, profile_id: UUID, note_id: UUID) -> Notes:
        response = self._send("DELETE", f"/v1/profiles/{profile_id}/notes/{note_id}", caller)
        return Notes.model_validate_json(response.content)

    def statistics(self, caller: Caller, *, months: int) -> Figures:
        return self._get(Figures, "/v1/statistics", caller, {"months": months})

    def batch(self, caller: Caller, body: BatchIn) -> BatchOut:
        return self._post(BatchOut, "/v1/profiles/batch", caller, body)
