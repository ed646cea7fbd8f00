"""Every route of the gateway, in the order in which they are tried: the public API, the pages.

An area's folder holds both: `api.py` for the API, `pages.py` and its neighbours for the pages.
"""

from __future__ import annotations

from fastapi import APIRouter

from gateway.about import pages as about
from gateway.access import api as access_api
from gateway.access import by_provider, proving, recovering
from gateway.access import own as own_access
from gateway.access import staff as staff_accounts
from gateway.accounts import api as accounts_api
from gateway.accounts import pages as signin
from gateway.administration import offices, own_users, users
from gateway.candidates import api as candidates_api
from gateway.candidates import board as candidate_board
from gateway.candidates import bulk as candidate_bulk
from gateway.candidates import compare, files, shortlist
from gateway.candidates import pages as candidates
from gateway.candidates import views as candidate_views
from gateway.certificates import api as certificates_api
from gateway.certificates import pages as certificates
from gateway.claims import api as claims_api
from gateway.claims import pages as claims
from gateway.duplicates import pages as duplicates
from gateway.erasures import api as erasures_api
from gateway.erasures import pages as erasures
from gateway.finance import api as finance_api
from gateway.finance import pages as finance
from gateway.finance import staff as finance_staff
from gateway.finding import pages as finding
from gateway.hires import api as hires_api
from gateway.hires import pages as hires
from gateway.imports import api as imports_api
from gateway.imports import job_pages as imports_job_pages
from gateway.imports import pages as imports_pages
from gateway.interviews import own as own_interviews
from gateway.interviews import pages as interviews
from gateway.keeping import pages as keeping
from gateway.messages import answer, calls
from gateway.messages import api as messages_api
from gateway.messages import pages as messages
from gateway.news import pages as news
from gateway.news import table as news_table
from gateway.offers import api as offers_api
from gateway.offers import feeds as offer_feeds
from gateway.offers import pages as offers
from gateway.open_to_me import pages as open_to_me
from gateway.organisations import api as organisations_api
from gateway.organisations import genuine, verifying
from gateway.organisations import pages as organisations
from gateway.oversight import accesses, emergency
from gateway.oversight import pages as oversight
from gateway.own_account import pages as own_account
from gateway.own_data import api as own_data_api
from gateway.own_data import corrections as own_data_corrections
from gateway.own_data import pages as own_data
from gateway.own_offers import pages as own_offers
from gateway.papers import api as papers_api
from gateway.papers import pages as papers
from gateway.partners import api as partners_api
from gateway.partners import pages as partners
from gateway.partners import webhook_pages as partner_webhooks
from gateway.people import api as people_api
from gateway.people import card_pages, erasing, guardian, notes, people_list, person, step_pages
from gateway.report import api as report_api
from gateway.report import pages as report
from gateway.reports import agency as reports_agency
from gateway.reports import api as reports_api
from gateway.reports import sending as reports_sending
from gateway.retention import pages as retention
from gateway.rules import api as rules_api
from gateway.rules import reference
from gateway.rules import versions as rule_versions
from gateway.schemes import api as schemes_api
from gateway.schemes import budgets
from gateway.schemes import pages as schemes
from gateway.scholarships import asking as scholarship_asking
from gateway.scholarships import committee as scholarship_committee
from gateway.scholarships import coordination as scholarship_coordination
from gateway.scholarships import decisions as scholarship_decisions
from gateway.scholarships import following as scholarship_following
from gateway.scholarships import money as scholarship_money
from gateway.scholarships import pages as scholarships
from gateway.style import pages as style_pages
from gateway.today import pages as today
from gateway.training import api as training_api
from gateway.training import desk as training_desk
from gateway.training import pages as training
from gateway.training import requests as training_requests
from gateway.training import staff as training_staff
from gateway.vacancies import api as vacancies_api
from gateway.vacancies import editing, still_hiring
from gateway.vacancies import pages as vacancies

API: tuple[APIRouter, ...] = (
    accounts_api.router,
    organisations_api.router,
    access_api.router,
    vacancies_api.router,
    partners_api.router,  # before the offers: `changes` is the id of none
    partners_api.forwarded,
    offers_api.router,
    reports_api.router,
    candidates_api.router,
    people_api.router,
    own_data_api.router,
    erasures_api.router,
    messages_api.router,
    imports_api.router,
    hires_api.router,
    claims_api.router,
    papers_api.router,
    schemes_api.router,
    rules_api.router,
    rules_api.versions,
    report_api.router,
    certificates_api.router,
    finance_api.router,
    training_api.router,
)

# `editing` before `pages`: /offres/nouvelle is not the id of a vacancy.
PAGES: tuple[APIRouter, ...] = (
    signin.router,
    organisations.router,
    verifying.router,
    genuine.router,
    offices.router,
    users.router,
    own_users.router,
    partners.router,
    partner_webhooks.router,
    recovering.router,
    proving.router,
    own_access.router,
    by_provider.router,
    staff_accounts.router,
    answer.router,
    own_interviews.router,
    interviews.router,
    offers.router,
    offer_feeds.router,
    reports_sending.router,
    reports_agency.router,
    still_hiring.router,
    today.router,
    finding.router,
    editing.router,
    vacancies.router,
    candidates.router,
    candidate_bulk.router,
    candidate_views.router,
    compare.router,
    candidate_board.router,
    files.router,
    shortlist.router,
    papers.router,
    own_offers.router,
    person.router,
    step_pages.router,
    erasing.router,
    erasures.router,
    card_pages.router,
    own_account.router,
    own_data.router,
    own_data_corrections.router,
    calls.router,
    guardian.router,
    people_list.router,
    duplicates.router,
    messages.router,
    news_table.router,
    news.router,
    notes.router,
    imports_pages.router,
    imports_job_pages.router,
    open_to_me.router,
    retention.router,
    about.router,
    hires.router,
    claims.router,
    schemes.router,
    rule_versions.router,
    budgets.router,
    reference.router,
    report.router,
    oversight.router,
    keeping.router,
    accesses.router,
    emergency.router,
    style_pages.router,
    certificates.router,
    finance_staff.router,  # before the products: `nouveau` is the id of none
    finance.router,
    training_desk.router,
    training_staff.router,  # before the courses: `centres` is the id of none
    training.router,
    training_requests.router,
    scholarship_coordination.router,  # before the calls: `nouveau` is the id of none
    scholarship_decisions.router,
    scholarship_money.router,
    scholarship_committee.router,
    scholarships.router,
    scholarship_asking.router,
    scholarship_following.router,  # last: one segment is the id of an application
)

ROUTERS = (*API, *PAGES)
