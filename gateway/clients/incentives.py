"""Calls of the employers service about hires, claims, schemes and money."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, TypeAdapter

from amuddu.contracts import claims as claims_contract
from amuddu.contracts.claims import Claim
from amuddu.contracts.hires import (
    Claimable,
    Hire,
    HirePage,
    HireState,
    HireTermsIn,
    PapersIn,
    RerouteIn,
    StuckCounts,
)
from amuddu.contracts.schemes import (
    Envelope,
    EnvelopeIn,
    EnvelopePage,
    FundIn,
    Ledger,
    SchemeDetail,
    SchemeIn,
    SchemeRow,
    SchemeRules,
    SchemeVersionIn,
)
from amuddu.kit.errors import AmudduError, NotFound
from gateway.clients.base import Call, Caller, ServiceClient

_CLAIMABLE = TypeAdapter(tuple[Claimable, ...])
_SCHEMES = TypeAdapter(tuple[SchemeRow, ...])


class IncentiveCalls(ServiceClient):
    """Files of hires, claims, versions of schemes, envelopes."""

    # --- hires --------------------------------------------------------------------------------

    def hires(
        self, caller: Caller, *, state: HireState | None = None, limit: int = 20, offset: int = 0
    ) -> HirePage:
        params = {"state": state, "limit": limit, "offset": offset}
        return self._get(HirePage, "/v1/hires", caller, params)

    def hire(self, caller: Caller, hire_id: UUID) -> Hire:
        return self._get(Hire, f"/v1/hires/{hire_id}", caller)

    def stuck(self, caller: Caller) -> StuckCounts:
        return self._get(StuckCounts, "/v1/hires/stuck", caller)

    def move_hire(self, caller: Caller, hire_id: UUID, name: str, body: BaseModel) -> Hire:
        """Take a step of a file: `steps/visa/start`, `stuck`, `resume`, `abandon`."""
        return self._post(Hire, f"/v1/hires/{hire_id}/{name}", caller, body)

    def set_hire(
        self, caller: Caller, hire_id: UUID, name: str, body: HireTermsIn | PapersIn | RerouteIn
    ) -> Hire:
        """Write down `terms`, `route` or `papers` of a file."""
        return self._put(Hire, f"/v1/hires/{hire_id}/{name}", caller, body)

    def claimable(self, caller: Caller, hire_id: UUID) -> tuple[Claimable, ...]:
        response = self._send("GET", f"/v1/hires/{hire_id}/schemes", caller)
        return _CLAIMABLE.validate_json(response.content)

    # --- claims -------------------------------------------------------------------------------

    claims = Call(claims_contract.LIST_CLAIMS)
    claim = Call(claims_contract.READ_CLAIM)
    begin_claim = Call(claims_contract.BEGIN)
    tick_documents = Call(claims_contract.TICK)

    def move_claim(
        self, caller: Caller, claim_id: UUID, name: str, body: BaseModel | None = None
    ) -> Claim:
        """Take a step of a claim: `submit`, `approve`, `instalments/1/pay` and so on."""
        return self._post(Claim, f"/v1/claims/{claim_id}/{name}", caller, body)

    # --- schemes and money --------------------------------------------------------------------

    def every_scheme(self, caller: Caller) -> tuple[SchemeRow, ...]:
        return _SCHEMES.validate_json(self._send("GET", "/v1/schemes/all", caller).content)

    def scheme(self, caller: Caller, scheme_id: str) -> SchemeDetail:
        return self._get(SchemeDetail, f"/v1/schemes/{scheme_id}", caller)

    def scheme_rules(self, caller: Caller, scheme_id: str) -> SchemeRules | None:
        """A scheme as the rules read it today; `None` where nobody knows it."""
        try:
            return self._get(SchemeRules, f"/v1/schemes/{scheme_id}/rules", caller)
        except AmudduError as error:
            if error.status == NotFound.status:
                return None
            raise

    def add_scheme(self, caller: Caller, body: SchemeIn) -> SchemeDetail:
        return self._post(SchemeDetail, "/v1/schemes", caller, body)

    def add_version(self, caller: Caller, scheme_id: str, body: SchemeVersionIn) -> SchemeDetail:
        return self._post(SchemeDetail, f"/v1/schemes/{scheme_id}/versions", caller, body)

    def envelopes(self, caller: Caller) -> tuple[Envelope, ...]:
        return self._get(EnvelopePage, "/v1/envelopes", caller).items

    def open_envelope(self, caller: Caller, body: EnvelopeIn) -> Envelope:
        return self._post(Envelope, "/v1/envelopes", caller, body)

    def fund_envelope(self, caller: Caller, envelope_id: UUID, body: FundIn) -> Envelope:
        return self._post(Envelope, f"/v1/envelopes/{envelope_id}/fund", caller, body)

    def ledger(
        self, caller: Caller, envelope_id: UUID, *, limit: int = 50, offset: int = 0
    ) -> Ledger:
        params = {"limit": limit, "offset": offset}
        return self._get(Ledger, f"/v1/envelopes/{envelope_id}/ledger", caller, params)
