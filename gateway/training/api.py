"""Public API of training, scholarships and their money: forwarded as declared."""

from __future__ import annotations

from amuddu.contracts.support import catalogue, desks, money, scholarships, training
from gateway.web.forwarding import forwarded

router = forwarded(
    catalogue.SEARCH_COURSES,
    catalogue.LIST_CENTRES,
    catalogue.ADD_CENTRE,
    catalogue.ADD_COURSE,
    catalogue.READ_COURSE,
    catalogue.CHANGE_COURSE,
    catalogue.ADD_SESSION,
    catalogue.CHANGE_SESSION,
    catalogue.CANCEL_SESSION,
    desks.LIST_DESK_LINKS,
    desks.MAKE_DESK_LINK,
    desks.STOP_DESK_LINK,
    training.READ_SESSION_LIST,
    training.CHECK_FIT,
    training.LIST_REQUESTS,
    training.READ_REQUEST,
    *training.PLACE.operations(),
    money.LIST_PURSES,
    money.OPEN_PURSE,
    money.FUND_PURSE,
    money.READ_PURSE,
    money.RECOVER,
    money.RECONCILE,
    scholarships.LIST_CALLS,
    scholarships.READ_CALL,
    scholarships.ADD_CALL,
    scholarships.CHANGE_TERMS,
    scholarships.APPOINT,
    scholarships.OPEN_CALL,
    scholarships.CLOSE_CALL,
    scholarships.READ_DECISIONS,
    scholarships.LIST_SCORING,
    scholarships.READ_SCORING,
    scholarships.CHECK_CALL,
    scholarships.LIST_APPLICATIONS,
    scholarships.READ_APPLICATION,
    scholarships.CHECK_ELIGIBILITY,
    scholarships.LINK_HOUSEHOLD,
    *scholarships.SCHOLARSHIP.operations(),
)
