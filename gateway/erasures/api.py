"""Public API of receipts: no account is needed, whoever was erased has none."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from amuddu.contracts.profiles.receipts import (
    CHECK_RECEIPT,
    READ_RECEIPT,
    CheckedReceipt,
    ReceiptIn,
    ReceiptState,
    Token,
)
from amuddu.contracts.types import Lang
from amuddu.kit.web.http import request_language
from amuddu.kit.web.problems import PROBLEMS
from gateway.accounts import signing_in
from gateway.clients import ServicesDep
from gateway.clients.base import Caller

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)

LangDep = Annotated[Lang, Depends(request_language)]


@router.get(READ_RECEIPT.path, tags=[READ_RECEIPT.tag], operation_id=READ_RECEIPT.name)
def read_receipt(
    request: Request, services: ServicesDep, lang: LangDep, token: Token
) -> ReceiptState:
    """How an erasure stands, by the link that its person was given."""
    with signing_in.counting_bad_links(request):
        return services.profiles.receipt(Caller(None, lang), token)


@router.post(CHECK_RECEIPT.path, tags=[CHECK_RECEIPT.tag], operation_id=CHECK_RECEIPT.name)
def check_receipt(services: ServicesDep, lang: LangDep, body: ReceiptIn) -> CheckedReceipt:
    """Whether a receipt of an erasure is genuine, and whether the erasure is complete."""
    return services.profiles.check_receipt(Caller(None, lang), body)
