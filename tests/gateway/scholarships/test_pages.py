"""Scholarships through the pages: from a call to a payment, each by who does it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from time_machine import TimeMachineFixture

from amuddu.kit.auth import Role
from tests.gateway.conftest import House, words
from tests.gateway.scholarships.conftest import (
    HOME,
    MONTHLY,
    POINTS,
    WHY,
    Fund,
    course,
    in_days,
    somebody,
)
from tests.gateway.training.test_story import ask
from tests.support import OTHER_AGENCY


def test_from_a_call_to_the_last_payment_each_on_their_own_pages(house: House) -> None:
    fund = Fund(house)
    person, _, place = somebody(house)
    mine = fund.own(person)
    home = mine.get(HOME)
    assert "Tenir pendant la formation" in words(home)
    judged = words(mine.get(f"{HOME}/appels/{fund.call}"))
    for said in ("oui L'appel prend des demandes.", "oui Il y a une place en formation."):
        assert said in judged
    one = fund.begun(mine, place)
    ready = words(mine.get(f"{HOME}/{one}/pas/envoyer"))
    assert WHY in ready
    assert "Maçonnerie" in ready
    sent = mine.post(f"{HOME}/{one}/pas/envoyer", {})
    assert "Votre conseiller regarde" in words(sent)
    desk = house.counsellor()
    assert "Zibounda" in words(desk.get(HOME))
    assert "/bourses/" + one in desk.get("/aujourdhui").text
    admitted = desk.post(f"{HOME}/{one}", {"action": "admit"})
    assert "Chez le comité" in words(admitted)

    for number in range(3):
        member = fund.member(number)
        assert f"{HOME}/comite/{fund.call}/{one}" in member.get("/aujourdhui").text
        page = member.get(f"{HOME}/comite/{fund.call}/{one}")
        assert WHY in words(page)
        for telling in ("Zibounda", person.code, str(person.id), "rabat"):
            assert telling not in page.text
        assert fund.score(number, one).status_code == 200
        assert f"{HOME}/comite/{fund.call}/{one}" not in member.get("/aujourdhui").text

    assert f"{HOME}/appels/{fund.call}/decisions" in fund.keeper.get("/aujourdhui").text
    listed = words(fund.keeper.get(f"{HOME}/appels/{fund.call}/decisions"))
    assert person.code in listed
    assert "3 sur 3" in listed
    assert "Zibounda" not in listed
    assert "Bourse accordée" in words(fund.decide(one, "award"))
    assert fund.money() == (2000, 0, 0, 8000)

    text = mine.get(f"{HOME}/{one}/convention")
    assert "Un document en renouvellement n'arrête aucun versement." in words(text)
    unread = mine.post(f"{HOME}/{one}/convention", {})
    assert unread.status_code == 422
    assert "Cochez la case" in words(unread)
    assert "les mois sont prévus" in words(fund.agree(mine, one))
    assert fund.money() == (0, 2000, 0, 8000)

    sheet = {"action": "attend", "code": person.code, "month": "1", "attendance": "present"}
    noted = desk.post(f"{HOME}/{one}", sheet)
    assert "À demander à la banque" in words(noted)
    assert fund.references() == []
    assert "À demander : 1" in words(fund.keeper.get("/aujourdhui"))
    assert "Demandé à la banque" in words(fund.decide(one, "order"))
    excused = {"code": person.code, "month": "2", "attendance": "excused", "excuse": "papers"}
    assert fund.decide(one, "attend", **excused).status_code == 200
    paid = fund.bank(*((each, "1000,00") for each in fund.references()))
    assert "2 lignes payées" in words(paid)
    assert fund.money() == (0, 0, 2000, 8000)
    assert "Bourse terminée" in words(fund.decide(one, "complete"))
    seen = words(mine.get(f"{HOME}/{one}"))
    assert "La banque a payé." in seen
    assert "Renouvellement" not in seen


def test_one_question_a_page_is_kept_as_it_is_typed(fund: Fund) -> None:
    person, _, place = somebody(fund.house)
    mine = fund.own(person)
    first = mine.post(f"{HOME}/appels/{fund.call}", {})
    one = first.url.path.split("/")[2]
    assert first.url.path.endswith("/pas/place")
    autosave = {"X-Autosave": "1"}
    kept = mine.send(f"{HOME}/{one}/pas/place", {"place_id": str(place)}, headers=autosave)
    assert kept.status_code == 204
    kept = mine.send(f"{HOME}/{one}/pas/pourquoi", {"why": WHY}, headers=autosave)
    assert kept.status_code == 204
    assert WHY in mine.get(f"{HOME}/{one}/pas/pourquoi").text
    assert f'value="{place}" checked' in mine.get(f"{HOME}/{one}/pas/place").text
    # Nothing is sent by typing, and what tells too much is refused at its field and not lost.
    silent = mine.send(f"{HOME}/{one}/pas/envoyer", {}, headers=autosave)
    assert silent.status_code == 204
    assert "À compléter" in words(mine.get(f"{HOME}/{one}"))
    telling = mine.post(f"{HOME}/{one}/pas/pourquoi", {"why": "Je suis réfugiée et malade."})
    assert telling.status_code == 422
    assert "Je suis réfugiée et malade." in telling.text
    twice = mine.post(f"{HOME}/appels/{fund.call}", {})
    assert twice.status_code == 409
    assert "déjà une demande pour cet appel" in words(twice)


def test_what_is_missing_leads_to_its_question(house: House) -> None:
    fund = Fund(house, terms={"school_level": "primary"})
    person = house.person()
    mine = fund.own(person)
    judged = words(mine.get(f"{HOME}/appels/{fund.call}"))
    assert "non Il faut d'abord une place en formation" in judged
    one = mine.post(f"{HOME}/appels/{fund.call}", {}).url.path.split("/")[2]
    assert "Il faut d'abord une place" in words(mine.get(f"{HOME}/{one}/pas/place"))
    refused = mine.post(f"{HOME}/{one}/pas/envoyer", {"school_level": "primary"})
    assert refused.status_code == 422
    assert f'href="{HOME}/{one}/pas/place"' in refused.text
    place = ask(house, course(house), person)
    mine.post(f"{HOME}/{one}/pas/place", {"place_id": str(place.id)})
    assert f'href="{HOME}/{one}/pas/pourquoi"' in mine.get(f"{HOME}/{one}").text
    mine.post(f"{HOME}/{one}/pas/pourquoi", {"why": WHY})
    low = mine.post(f"{HOME}/{one}/pas/envoyer", {"school_level": "none"})
    assert low.status_code == 422
    assert 'id="e-school_level"' in low.text
    theirs = mine.post(f"{HOME}/{one}/pas/place", {"place_id": str(UUID(int=1))})
    assert theirs.status_code == 422
    assert "Demande envoyée" in words(
        mine.post(f"{HOME}/{one}/pas/envoyer", {"school_level": "primary"})
    )


def test_an_agent_applies_with_her_people_and_with_nobody_elses(fund: Fund) -> None:
    house = fund.house
    hers = house.account(Role.AGENT, agency_id="rabat")
    agent = house._let_in(hers, "fr")
    person, _, place = somebody(house)
    of = {"profile_id": str(person.id)}
    assert "Pour cette personne" in words(
        agent.get(f"{HOME}/appels/{fund.call}", personne=str(person.id))
    )
    one = fund.sent(agent, place, **of)
    page = words(agent.get(f"{HOME}/{one}"))
    assert "Zibounda" in page
    # She may neither judge it nor note a month, nor does she see the committee's pages.
    for action in ("admit", "decline", "household", "attend"):
        assert agent.post(f"{HOME}/{one}", {"action": action}).status_code == 403
    assert agent.get(f"{HOME}/{one}/convention").status_code == 403
    assert agent.get(f"{HOME}/comite").status_code == 403
    assert agent.get(f"{HOME}/enveloppes").status_code == 403
    # Nobody of another agency, and nobody else's agent.
    strangers = (
        house.browser(Role.AGENT, agency_id=OTHER_AGENCY),
        house.counsellor(agency=OTHER_AGENCY),
        fund.own(house.person(email="autre@exemple.ma")),
    )
    for other in strangers:
        assert other.get(f"{HOME}/{one}").status_code == 404
        assert other.post(f"{HOME}/{one}", {"action": "withdraw"}).status_code == 404
        assert "Zibounda" not in words(other.get(HOME))
    for other in strangers[:2]:
        assert other.post(f"{HOME}/appels/{fund.call}", of).status_code == 404


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.ADMINISTRATOR, Role.OFFICER])
def test_pages_are_for_nobody_else(fund: Fund, role: Role) -> None:
    of = {"employer_id": fund.house.employer().id} if role is Role.EMPLOYER else {}
    browser = fund.house.browser(role, **of)
    for address in (
        HOME,
        f"{HOME}/comite",
        f"{HOME}/enveloppes",
        f"{HOME}/enveloppes/{fund.envelope}",
        f"{HOME}/enveloppes/{fund.envelope}/journal.csv",
        f"{HOME}/appels/nouveau",
        f"{HOME}/appels/{fund.call}",
        f"{HOME}/appels/{fund.call}/gerer",
        f"{HOME}/appels/{fund.call}/decisions",
    ):
        assert browser.get(address).status_code == 403, address
    for inside in (fund.house.counsellor(), fund.own(fund.house.person())):
        assert inside.get(f"{HOME}/appels/{fund.call}/decisions").status_code == 403
        assert inside.get(f"{HOME}/enveloppes/{fund.envelope}").status_code == 403


# --- what is refused, on its page -----------------------------------------------------------------


def test_a_committee_without_quorum_or_with_a_conflict_decides_nothing(fund: Fund) -> None:
    person, _, place = somebody(fund.house)
    one = fund.quick(person, place)
    missing = fund.score(0, one, need="")
    assert missing.status_code == 422
    assert 'id="e-need"' in missing.text
    fund.score(0, one)
    fund.score(1, one)
    out = fund.member(2).post(f"{HOME}/comite/{fund.call}/{one}", {"action": "conflict"})
    assert "Vous ne notez pas" in words(out)
    after = fund.score(2, one)
    assert after.status_code == 409
    assert "cela ne change plus" in words(after)
    refused = fund.decide(one, "award")
    assert refused.status_code == 409
    assert "assez de notes" in words(refused)
    assert fund.money() == (0, 0, 0, 10_000)
    # A stranger to the committee finds nothing there.
    assert fund.house.counsellor().get(f"{HOME}/comite/{fund.call}/{one}").status_code == 404


def test_an_award_above_the_envelope_or_to_a_household_twice_is_refused(house: House) -> None:
    fund = Fund(house, total=5000)
    made = course(house, places=3)
    people = [house.person(email=f"p{number}@exemple.ma") for number in range(3)]
    one, two, three = (fund.scored(each, made) for each in people)
    desk = house.counsellor()
    own = desk.post(f"{HOME}/{two}", {"action": "household", "code": "K00000"})
    assert own.status_code == 422
    assert 'id="e-code"' in own.text
    linked = desk.post(f"{HOME}/{two}", {"action": "household", "code": people[0].code})
    assert linked.status_code == 200
    assert fund.decide(one, "award").status_code == 200
    household = fund.decide(two, "award")
    assert household.status_code == 409
    assert "même foyer" in words(household)
    assert fund.decide(three, "award").status_code == 200
    more = house.person(email="p4@exemple.ma")
    four = fund.scored(more, course(house))
    above = fund.decide(four, "award")
    assert above.status_code == 409
    assert "1 000" in words(above).replace("\u202f", " ") or "1000" in words(above)
    assert "Complétez l'enveloppe" in words(above)
    assert fund.money() == (4000, 0, 0, 1000)
    assert "liste d'attente" in words(fund.decide(four, "wait"))


def test_a_second_scholarship_for_a_course_is_refused_where_it_is_sent(fund: Fund) -> None:
    person, _, place = somebody(fund.house)
    fund.awarded(person, place)
    fund.call = fund.add()
    mine = fund.own(person)
    assert "non Il y a déjà une bourse pour cette formation" in words(
        mine.get(f"{HOME}/appels/{fund.call}")
    )
    two = fund.begun(mine, place)
    refused = mine.post(f"{HOME}/{two}/pas/envoyer", {})
    assert refused.status_code == 409
    assert "Il y a déjà une bourse pour cette formation" in words(refused)


def test_a_sheet_of_somebody_else_and_a_month_ahead_note_nothing(fund: Fund) -> None:
    person = fund.house.person()
    hers, _, place = somebody(fund.house, email="b@exemple.ma")
    one, code = fund.awarded(hers, place), hers.code
    desk = fund.house.counsellor()
    assert fund.agree(desk, one).status_code == 200
    sheet = {"action": "attend", "month": "1", "attendance": "present"}
    other = desk.post(f"{HOME}/{one}", {**sheet, "code": person.code})
    assert other.status_code == 422
    assert "celle d'une autre personne" in words(other)
    assert 'id="e-code"' in other.text
    ahead = desk.post(f"{HOME}/{one}", {**sheet, "code": code, "month": "2"})
    assert ahead.status_code == 422
    assert 'id="e-month"' in ahead.text
    unsaid = desk.post(f"{HOME}/{one}", {**sheet, "code": code, "attendance": "excused"})
    assert unsaid.status_code == 422
    assert 'id="e-excuse"' in unsaid.text
    assert fund.references() == []
    assert desk.post(f"{HOME}/{one}", {**sheet, "code": code}).status_code == 200


def test_a_bank_file_is_answered_line_by_line(fund: Fund) -> None:
    person, _, place = somebody(fund.house)
    one = fund.awarded(person, place)
    fund.signed(person, one)
    for month in ("1", "2"):
        fund.decide(one, "attend", code=person.code, month=month, attendance="present")
    first, second = fund.references()
    wrong = words(fund.bank((first, "999"), (second, "1000"), (second, "1000"), ("AMX", "5")))
    assert "autre montant" in wrong
    assert "deux fois dans le fichier" in wrong
    assert "référence inconnue" in wrong
    assert fund.money()[2] == 0
    nothing = fund.keeper.post(f"{HOME}/enveloppes/{fund.envelope}/banque", {})
    assert nothing.status_code == 422
    assert 'id="e-file"' in nothing.text
    columns = fund.keeper.upload(f"{HOME}/enveloppes/{fund.envelope}/banque", {}, b"a;b\n1;2")
    assert columns.status_code == 422
    assert "trois colonnes" in words(columns)
    assert "2 lignes payées" in words(fund.bank((first, "1000"), (second, "1000,00")))
    again = words(fund.bank((first, "1000")))
    assert "déjà payée" in again
    assert fund.money() == (0, 0, 2000, 8000)

    # What came back of a payment is free again, and never more than was paid.
    address = f"{HOME}/enveloppes/{fund.envelope}"
    back = {"action": "recover", "reference": first, "amount": "600", "reason": "Rendu"}
    assert fund.keeper.post(address, back).status_code == 200
    assert fund.money() == (0, 0, 1400, 8600)
    more = fund.keeper.post(address, {**back, "amount": "401"})
    assert more.status_code == 422
    assert "400" in words(more)
    unknown = fund.keeper.post(address, {**back, "reference": "AMAAAAAAAAAA"})
    assert unknown.status_code == 422
    assert 'id="e-reference"' in unknown.text
    explained = words(fund.keeper.get(address, quoi="paid"))
    assert "Retour de fonds" in explained
    assert "Réservation" not in explained
    journal = fund.keeper.get(f"{address}/journal.csv").text
    assert first in journal
    assert "Zibounda" not in journal


def test_a_no_is_looked_at_again_once_and_in_time(
    house: House, time_machine: TimeMachineFixture
) -> None:
    fund = Fund(house)
    made = course(house, places=2)
    person, late = house.person(), house.person(email="autre@exemple.ma")
    one, two = fund.scored(person, made), fund.scored(late, made)
    unsaid = fund.decide(one, "refuse")
    assert unsaid.status_code == 422
    assert 'id="e-reason"' in unsaid.text
    for each in (one, two):
        assert fund.decide(each, "refuse", reason="scores").status_code == 200
    mine = fund.own(person)
    page = words(mine.get(f"{HOME}/{one}"))
    assert "D'autres demandes ont eu plus de points." in page
    assert "Faire revoir cette décision" in page
    asked = mine.post(f"{HOME}/{one}", {"action": "appeal", "why": "Le trajet a doublé."})
    assert asked.status_code == 200
    assert "Le trajet a doublé." in words(
        fund.keeper.get(f"{HOME}/appels/{fund.call}/decisions/{one}")
    )
    time_machine.move_to(datetime.now(UTC) + timedelta(days=16))
    after = fund.own(late).post(f"{HOME}/{two}", {"action": "appeal", "why": "Tard."})
    assert after.status_code == 409
    assert "Le délai" in words(after)


def test_a_call_is_written_in_versions_and_its_committee_is_of_open_accounts(fund: Fund) -> None:
    keeper = fund.keeper
    opened = keeper.post(f"{HOME}/enveloppes", fund.purse())
    assert "Fonds de formation" in words(opened)
    wrong = keeper.post(f"{HOME}/enveloppes", {**fund.purse(), "ends_on": in_days(-3)})
    assert wrong.status_code == 422
    assert 'id="e-ends_on"' in wrong.text
    made = keeper.post(f"{HOME}/appels/nouveau", fund.said())
    address = made.url.path
    assert address.endswith("/gerer")
    early = keeper.post(address, {"action": "open"})
    assert early.status_code == 409
    assert "Nommez d'abord le comité" in words(early)
    few = keeper.post(address, {"action": "committee", f"members:{fund.members[0].id}": "1"})
    assert few.status_code == 422
    assert 'id="e-members"' in few.text
    named = {f"members:{each.id}": "1" for each in fund.members}
    assert keeper.post(address, {"action": "committee", **named}).status_code == 200
    assert "Ouvert" in words(keeper.post(address, {"action": "open"}))
    strange = {f"members:{UUID(int=number)}": "1" for number in range(3)}
    gone = keeper.post(address, {"action": "committee", **strange})
    assert gone.status_code == 422
    second = keeper.post(address, {"action": "terms", "age_least": "20", "age_most": "30"})
    assert "Version 2" in words(second)
    ages = keeper.post(address, {"action": "terms", "age_least": "30", "age_most": "20"})
    assert ages.status_code == 422
    assert 'id="e-age_most"' in ages.text
    past = keeper.post(f"{HOME}/appels/nouveau", fund.said(closes_on=in_days(-1)))
    assert past.status_code == 422
    assert 'id="e-closes_on"' in past.text
    assert "Tenir pendant la formation" in past.text
    nothing = keeper.post(f"{HOME}/appels/nouveau", fund.said(envelope_id="", monthly="0"))
    assert nothing.status_code == 422
    assert "Fermé" in words(keeper.post(address, {"action": "close"}))
    closed = fund.own(fund.house.person()).get(address.removesuffix("/gerer"))
    assert "non L'appel ne prend plus de demandes" in words(closed)


def test_a_scholarship_is_suspended_taken_up_and_ended_with_what_was_earned(fund: Fund) -> None:
    person, _, place = somebody(fund.house)
    one = fund.awarded(person, place)
    fund.signed(person, one)
    desk = fund.house.counsellor()
    sheet = {"action": "attend", "code": person.code, "month": "1", "attendance": "present"}
    desk.post(f"{HOME}/{one}", sheet)
    assert "Bourse suspendue" in words(fund.decide(one, "suspend", reason="absences"))
    assert desk.post(f"{HOME}/{one}", {**sheet, "month": "2"}).status_code == 409
    assert "Bourse en cours" in words(fund.decide(one, "resume"))
    assert "Bourse arrêtée" in words(fund.decide(one, "end", reason="found_work"))
    # The month that she earned is asked of the bank, the other goes back.
    assert len(fund.references()) == 1
    assert fund.money() == (0, MONTHLY, 0, 9000)
    assert POINTS
