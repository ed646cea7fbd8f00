"""Client of the employers service."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from amuddu.contracts import claims as claims_contract
from amuddu.contracts import employers as employers_contract
from amuddu.contracts import hires as hires_contract
from amuddu.contracts import organisations
from amuddu.contracts import schemes as schemes_contract
from amuddu.contracts.claims import Claim
from amuddu.contracts.hires import Hire
from amuddu.contracts.organisations import Employer, EmployerFile
from amuddu.contracts.postings import alike as alike_contract
from amuddu.contracts.postings import offers as offers_contract
from amuddu.contracts.postings import reports as reports_contract
from amuddu.contracts.postings import still_hiring as still_hiring_contract
from amuddu.contracts.rules import versions as rules_contract
from amuddu.contracts.rules.versions import RuleVersion
from amuddu.contracts.schemes import SchemeRules
from amuddu.contracts.schemes import proposals as proposed
from amuddu.contracts.schemes.proposals import SchemeProposal
from amuddu.contracts.statistics import VACANCIES
from amuddu.kit.errors import AmudduError, NotFound
from gateway.clients.base import Call, Caller, ServiceClient, Take

_MOST_MARKS = 100


class EmployersClient(ServiceClient):
    """Employers and their vacancies, files of hires, claims, schemes and their money."""

    # --- employers and vacancies --------------------------------------------------------------

    create_employer = Call(organisations.ADD_EMPLOYER)

    def employers(self, caller: Caller) -> tuple[Employer, ...]:
        """As many as a list to choose from may hold."""
        return self.invoke(organisations.LIST_EMPLOYERS, caller, limit=100)

    employer = Call(organisations.READ_EMPLOYER)
    employer_files = Call(organisations.LIST_FILES)
    employer_file = Call(organisations.READ_FILE)
    move_employer = Take(organisations.EMPLOYER, EmployerFile)
    check_employer = Call(organisations.CHECK_EMPLOYER)

    def verified(self, vacancies: Iterable[UUID]) -> frozenset[UUID]:
        """Those of the vacancies whose employer an agency verified, as things stand now.

        Asked for each page and kept nowhere: a verification that is taken back is gone from every
        page at once. Where nobody can say, no page shows the mark.
        """
        asked = tuple(dict.fromkeys(vacancies))[:_MOST_MARKS]
        if not asked:
            return frozenset()
        try:
            body = organisations.MarksIn(vacancies=asked)
            found = self.invoke(organisations.MARKS, Caller(None, "fr"), body)
        except AmudduError:
            return frozenset()
        return frozenset(found.verified)

    create = Call(employers_contract.POST_VACANCY)
    batch = Call(employers_contract.IMPORT_VACANCIES)
    list = Call(employers_contract.LIST_VACANCIES)
    get = Call(employers_contract.READ_VACANCY)
    update = Call(employers_contract.CHANGE_VACANCY)
    publish = Call(employers_contract.PUBLISH_VACANCY)
    log = Call(employers_contract.VACANCY_LOG)
    hand_back = Call(employers_contract.HAND_BACK_VACANCY)
    close = Call(employers_contract.CLOSE_VACANCY)
    reopen = Call(employers_contract.REOPEN_VACANCY)
    alike = Call(alike_contract.ALIKE_VACANCIES)
    tell_apart = Call(alike_contract.TELL_APART)
    confirm = Call(employers_contract.CONFIRM_VACANCY)
    schemes = Call(employers_contract.SCHEMES_ON_OFFER)
    evaluate = Call(employers_contract.EVALUATE)
    releases = Call(VACANCIES.list)
    statistics = Call(VACANCIES.read)
    release = Call(VACANCIES.release)
    still_hiring_link = Call(still_hiring_contract.STILL_HIRING_LINK)
    still_hiring = Call(still_hiring_contract.STILL_HIRING)
    answer_still_hiring = Call(still_hiring_contract.ANSWER_STILL_HIRING)

    # --- what anybody may read, and report ----------------------------------------------------

    search_offers = Call(offers_contract.SEARCH_OFFERS)
    offer = Call(offers_contract.READ_OFFER)
    feed_offers = Call(offers_contract.FEED_OFFERS)
    send_report = Call(reports_contract.SEND_REPORT)
    report_answer = Call(reports_contract.READ_ANSWER)
    reports = Call(reports_contract.LIST_REPORTS)
    report = Call(reports_contract.READ_REPORT)
    move_report = Take(reports_contract.REPORT, reports_contract.Report)

    # --- hires and claims ---------------------------------------------------------------------

    hires = Call(hires_contract.LIST_HIRES)
    hire = Call(hires_contract.READ_HIRE)
    stuck = Call(hires_contract.STUCK_HIRES)
    set_papers = Call(hires_contract.SET_PAPERS)
    move_hire = Take(hires_contract.HIRE, Hire)

    claimable = Call(claims_contract.CLAIMABLE)
    claims = Call(claims_contract.LIST_CLAIMS)
    claim = Call(claims_contract.READ_CLAIM)
    begin_claim = Call(claims_contract.BEGIN)
    move_claim = Take(claims_contract.CLAIM, Claim)

    # --- schemes and money --------------------------------------------------------------------

    every_scheme = Call(schemes_contract.LIST_SCHEME_VERSIONS)
    scheme = Call(schemes_contract.READ_SCHEME)
    propose_scheme = Call(proposed.PROPOSE_SCHEME)
    propose_version = Call(proposed.PROPOSE_SCHEME_VERSION)
    scheme_proposals = Call(proposed.LIST_SCHEME_PROPOSALS)
    scheme_proposal = Call(proposed.READ_SCHEME_PROPOSAL)
    decide_scheme = Take(proposed.SCHEME_VERSION, SchemeProposal)
    envelopes = Call(schemes_contract.LIST_ENVELOPES)
    open_envelope = Call(schemes_contract.OPEN_ENVELOPE)
    fund_envelope = Call(schemes_contract.FUND_ENVELOPE)
    ledger = Call(schemes_contract.READ_LEDGER)

    # --- versions of rules --------------------------------------------------------------------

    rule_facts = Call(rules_contract.LIST_FACTS)
    rule_fact = Call(rules_contract.READ_FACT)
    try_rule_version = Call(rules_contract.TRY_VERSION)
    rule_versions = Call(rules_contract.LIST_VERSIONS)
    rule_version = Call(rules_contract.READ_VERSION)
    propose_rule_version = Call(rules_contract.PROPOSE_VERSION)
    decide_rule_version = Take(rules_contract.RULE_VERSION, RuleVersion)
    standing_rules = Call(rules_contract.STANDING)

    def scheme_rules(self, caller: Caller, scheme_id: str) -> SchemeRules | None:
        """A scheme as the rules read it today; `None` where nobody knows it."""
        try:
            return self.invoke(schemes_contract.SCHEME_RULES, caller, scheme_id)
        except NotFound:
            return None
