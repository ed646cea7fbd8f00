"""Client of the support service."""

from __future__ import annotations

from amuddu.contracts.support import (
    catalogue,
    certificates,
    desks,
    finance,
    money,
    scholarships,
    training,
)
from amuddu.contracts.support.scholarships import Application, Attended, Decided
from amuddu.contracts.support.training import ListedRequest, PlaceRequest
from gateway.clients.base import Call, ServiceClient, Take


class SupportClient(ServiceClient):
    """Training: the catalogue, and requests for places."""

    search = Call(catalogue.SEARCH_COURSES)
    course = Call(catalogue.READ_COURSE)
    centres = Call(catalogue.LIST_CENTRES)
    add_centre = Call(catalogue.ADD_CENTRE)
    add_course = Call(catalogue.ADD_COURSE)
    change_course = Call(catalogue.CHANGE_COURSE)
    add_session = Call(catalogue.ADD_SESSION)
    change_session = Call(catalogue.CHANGE_SESSION)
    cancel_session = Call(catalogue.CANCEL_SESSION)
    batch = Call(catalogue.IMPORT_COURSES)

    ask = Call(training.ASK_PLACE)
    requests = Call(training.LIST_REQUESTS)
    request = Call(training.READ_REQUEST)
    session_list = Call(training.READ_SESSION_LIST)
    fit = Call(training.CHECK_FIT)
    move = Take(training.PLACE, PlaceRequest)
    note = Take(training.PLACE, ListedRequest)
    """The steps of the coordination, whose people are codes."""

    certificate = Call(certificates.READ_CERTIFICATE)
    check_certificate = Call(certificates.CHECK_CERTIFICATE)
    issue_certificate = Call(certificates.ISSUE_CERTIFICATE)
    revoke_certificate = Call(certificates.REVOKE_CERTIFICATE)
    certificates = Call(certificates.LIST_CERTIFICATES)

    desk_links = Call(desks.LIST_DESK_LINKS)
    make_desk_link = Call(desks.MAKE_DESK_LINK)
    stop_desk_link = Call(desks.STOP_DESK_LINK)
    desk = Call(desks.READ_DESK)
    step_at_desk = Call(desks.STEP_AT_DESK)

    products = Call(finance.LIST_PRODUCTS)
    product = Call(finance.READ_PRODUCT)
    add_product = Call(finance.ADD_PRODUCT)
    change_product = Call(finance.CHANGE_PRODUCT)
    tell_refusal = Call(finance.TELL_REFUSAL)
    refusals = Call(finance.COUNT_REFUSALS)

    purses = Call(money.LIST_PURSES)
    open_purse = Call(money.OPEN_PURSE)
    fund_purse = Call(money.FUND_PURSE)
    purse = Call(money.READ_PURSE)
    recover = Call(money.RECOVER)
    reconcile = Call(money.RECONCILE)

    calls = Call(scholarships.LIST_CALLS)
    scholarship_call = Call(scholarships.READ_CALL)
    add_call = Call(scholarships.ADD_CALL)
    change_terms = Call(scholarships.CHANGE_TERMS)
    appoint = Call(scholarships.APPOINT)
    open_call = Call(scholarships.OPEN_CALL)
    close_call = Call(scholarships.CLOSE_CALL)
    decisions = Call(scholarships.READ_DECISIONS)
    scoring = Call(scholarships.READ_SCORING)
    applications = Call(scholarships.LIST_APPLICATIONS)
    application = Call(scholarships.READ_APPLICATION)
    eligibility = Call(scholarships.CHECK_ELIGIBILITY)
    household = Call(scholarships.LINK_HOUSEHOLD)
    apply = Call(scholarships.APPLY)
    follow = Take(scholarships.SCHOLARSHIP, Application)
    decide = Take(scholarships.SCHOLARSHIP, Decided)
    attend = Take(scholarships.SCHOLARSHIP, Attended)
    score = Call(scholarships.SCORE)
    scorings = Call(scholarships.LIST_SCORING)
    call_fit = Call(scholarships.CHECK_CALL)
