"""Client of the matching service."""

from __future__ import annotations

from amuddu.contracts.matching import candidacies as candidacies_contract
from amuddu.contracts.matching import interviews as interviews_contract
from amuddu.contracts.matching import linking as linking_contract
from amuddu.contracts.matching import own_offers as own_offers_contract
from amuddu.contracts.matching import ranking as ranking_contract
from amuddu.contracts.matching import searches as searches_contract
from amuddu.contracts.statistics import CANDIDACIES
from gateway.clients.base import Call, ServiceClient, Take


class MatchingClient(ServiceClient):
    """Ranked candidates and vacancies, the pipeline, and words linked to concepts."""

    ranking = Call(ranking_contract.RANK_NAMED)
    vacancies_for = Call(ranking_contract.VACANCIES_FOR)
    offer_seen = Call(own_offers_contract.READ_OFFER)
    own_answers = Call(own_offers_contract.LIST_ANSWERS)
    express_interest = Call(own_offers_contract.EXPRESS)
    withdraw_interest = Call(own_offers_contract.WITHDRAW)
    waiting_interests = Call(own_offers_contract.LIST_INTERESTS)
    take_up_interest = Call(own_offers_contract.TAKE_UP)
    saved_searches = Call(searches_contract.LIST_SEARCHES)
    save_search = Call(searches_contract.SAVE_SEARCH)
    drop_search = Call(searches_contract.DROP_SEARCH)
    skill_gap = Call(ranking_contract.SKILL_GAP)
    link = Call(linking_contract.LINK)
    link_job = Call(linking_contract.LINK_JOB)
    link_many = Call(linking_contract.LINK_MANY)

    candidacies = Call(candidacies_contract.LIST_CANDIDACIES)
    candidacy = Call(candidacies_contract.READ_CANDIDACY)
    state_counts = Call(candidacies_contract.COUNT_STATES)
    by_code = Call(candidacies_contract.FIND_BY_CODE)
    pending = Call(candidacies_contract.LIST_PENDING)
    bulk = Call(candidacies_contract.ACT_ON_SEVERAL)
    one_bulk = Call(candidacies_contract.READ_BULK)
    undo_bulk = Call(candidacies_contract.UNDO_BULK)
    interviews_of = Call(interviews_contract.READ_INTERVIEWS)
    interviews = Call(interviews_contract.LIST_INTERVIEWS)
    linked_interviews = Call(interviews_contract.LINKED_INTERVIEWS)
    linked_step = Call(interviews_contract.LINKED_STEP)
    move_interview = Take(interviews_contract.INTERVIEW, interviews_contract.Interview)
    releases = Call(CANDIDACIES.list)
    statistics = Call(CANDIDACIES.read)
    release = Call(CANDIDACIES.release)

    shortlist = Call(candidacies_contract.SHORTLIST)
    set_aside = Call(candidacies_contract.SET_ASIDE)
    restore = Call(candidacies_contract.RESTORE)
    cancel = Call(candidacies_contract.CANCEL)
    meet = Call(candidacies_contract.ASK_TO_MEET)
    hire = Call(candidacies_contract.HIRE)
    refuse = Call(candidacies_contract.REFUSE)
