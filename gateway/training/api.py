"""Public API of training: forwarded as declared."""

from __future__ import annotations

from amuddu.contracts.support import catalogue, training
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
    training.READ_SESSION_LIST,
    training.CHECK_FIT,
    training.LIST_REQUESTS,
    training.READ_REQUEST,
    *training.PLACE.operations(),
)
