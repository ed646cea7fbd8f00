"""The ranked list in lines with one person opened beside it: one answer, by the address alone."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from amuddu.contracts.employers import Vacancy
from amuddu.contracts.profiles import Profile
from amuddu.contracts.profiles.hireability import Hireability
from amuddu.kit import clock
from amuddu.kit.auth import Role
from gateway.candidates import hireability
from gateway.candidates.filters import Filters
from tests.gateway.conftest import Browser, House, words
from tests.support import OTHER_AGENCY

_OWN = re.compile(
    r'\saria-current="true"|[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z0-9]{2}-[A-Z0-9]{3}'
    r'|<span class="place">\d+</span>'
)
"""What is each line's own, whoever it is about."""
NAMES = ("Zibounda", "Farouza", "Koliba")


@pytest.fixture
def vacancy(house: House) -> Vacancy:
    return house.vacancy(house.employer())


@pytest.fixture
def people(house: House, vacancy: Vacancy) -> list[Profile]:
    """Masons, as the list ranks them."""
    made = {
        person.id: person
        for person in (
            house.person(given_name=name, place=place, email=f"{name}@exemple.ma")
            for name, place in zip(NAMES, ("rabat", "sale", "temara"), strict=True)
        )
    }
    ranked = house.services.matching.ranking(house.staff, vacancy.id).items
    return [made[one.profile_id] for one in ranked]


@pytest.fixture
def desk(house: House) -> Browser:
    return house.counsellor()


def path(vacancy: Vacancy) -> str:
    return f"/offres/{vacancy.id}/candidats"


def opened(page: str) -> str:
    return page.partition('<article class="opened')[2].partition("</article>")[0]


def lines(page: str) -> list[str]:
    return re.findall(r'<li class="person" id="c-[^"]+" data-code="([^"]+)"', page)


def link(part: str, rel: str) -> str | None:
    found = re.search(rf'<a href="([^"#]+)#ouvert" rel="{rel}"', part)
    return found.group(1).replace("&amp;", "&") if found else None


def test_everybody_has_a_line_and_the_person_of_the_address_is_opened(
    vacancy: Vacancy, people: list[Profile], desk: Browser
) -> None:
    codes = [one.code for one in people]
    first = desk.get(path(vacancy)).text
    assert lines(first) == codes
    assert codes[0] in opened(first), "the first one, where nobody is named"
    assert 'class="two"' in first
    for one in people:
        page = desk.get(path(vacancy), ouvert=one.code).text
        assert lines(page) == codes
        assert one.code in opened(page)
        assert 'class="two chosen"' in page
        assert page.count('aria-current="true">') >= 1
    for odd in ("x", "", "K7-4QX" * 40, str(people[0].id)[:8]):
        assert codes[0] in opened(desk.get(path(vacancy), ouvert=odd).text)


def test_next_and_previous_go_through_the_list_without_going_back(
    vacancy: Vacancy, people: list[Profile], desk: Browser
) -> None:
    seen, address = [], f"{path(vacancy)}?max_km=100&tri=distance"
    while True:
        page = desk.get(address).text
        seen.append(re.search(r'data-code="([^"]+)" aria-labelledby', page).group(1))  # type: ignore[union-attr]
        onward = link(opened(page), "next")
        if onward is None:
            break
        assert parse_qs(onward[1:])["max_km"] == ["100"]
        address = path(vacancy) + onward
    assert seen == lines(page)
    back = link(opened(page), "prev")
    assert back is not None
    assert seen[-2] in opened(desk.get(path(vacancy) + back).text)


def test_turning_over_a_page_of_the_list(
    house: House,
    vacancy: Vacancy,
    people: list[Profile],
    desk: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gateway.candidates.filters.PAGE", 2)
    monkeypatch.setattr("gateway.candidates.pages.PAGE", 2)
    page = desk.get(path(vacancy), ouvert=people[1].code).text
    onward = link(opened(page), "next")
    assert onward is not None
    second = desk.get(path(vacancy) + onward).text
    assert people[2].code in opened(second)
    assert 'class="two chosen"' in second
    back = link(opened(second), "prev")
    assert back is not None
    assert people[1].code in opened(desk.get(path(vacancy) + back).text)


def test_the_line_says_the_same_as_the_person_opened(
    vacancy: Vacancy, people: list[Profile], desk: Browser
) -> None:
    """The share of the essentials is the share of the ticks; the fit is one and the same."""
    for one in people:
        page = desk.get(path(vacancy), ouvert=one.code).text
        line = re.search(rf'data-code="{one.code}">(.*?)</li>', page, re.DOTALL)
        assert line is not None
        share = re.search(r"<bdi>(\d+)/(\d+)</bdi>", line.group(1))
        assert share is not None
        card = opened(page)
        missing = card.count("Indispensable, non indiqué")
        assert int(share.group(2)) - int(share.group(1)) == missing
        assert ("✗" in line.group(1).partition("/")[0]) == (share.group(1) == "0")
        fit = re.search(r"(\d+)\s%", line.group(1))
        shown = re.search(r'<span class="fit">(\d+)\s%', card)
        assert fit is not None
        assert shown is not None
        assert fit.group(1) == shown.group(1)


def test_what_hiring_takes_is_asked_of_the_person_opened_alone(
    house: House,
    vacancy: Vacancy,
    people: list[Profile],
    desk: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each question is a line in the person's own log, and the answer follows from a title."""
    asked: list[list[object]] = []
    whole = hireability.of_page

    def noted(services: object, caller: object, ids: list[object], scheme: object) -> object:
        asked.append(list(ids))
        return whole(services, caller, ids, scheme)  # type: ignore[arg-type]

    monkeypatch.setattr(hireability, "of_page", noted)
    desk.get(path(vacancy))
    desk.get(path(vacancy), ouvert=people[2].code)
    assert asked == [[people[0].id], [people[2].id]]
    assert Hireability() == hireability.WITH_AGENCY


def test_no_line_and_no_filter_tells_what_follows_from_a_title(
    house: House, vacancy: Vacancy, desk: Browser
) -> None:
    """An attack: lines, counts and order of people of whom only the title differs."""
    titles = ({"status": "irregular"}, {"status": "permit_work", "valid_until": "2020-01-31"})
    made = [
        house.person(residence=title, email=f"p{number}@exemple.ma")
        for number, title in enumerate(titles)
    ]
    page = desk.get(path(vacancy)).text
    found = re.findall(r'<li class="person".*?</li>', page, re.DOTALL)
    assert len(found) == len(made)
    alike = {re.sub(_OWN, "", one) for one in found}
    assert len(alike) == 1
    for query in ("essentiels=1", "libre=1", "langues=1", "max_km=30", "tri=jour"):
        kept = len(lines(desk.get(f"{path(vacancy)}?{query}").text))
        assert kept in (0, len(made)), query


def test_chips_narrow_and_sort_and_say_how_many_are_left(
    vacancy: Vacancy, people: list[Profile], desk: Browser
) -> None:
    page = desk.get(path(vacancy)).text
    chips = re.findall(
        r'<a class="chip" href="\?([^"]*)"[^>]*>([^<]*)(?: <bdi class="count">(\d+))?', page
    )
    assert len(chips) >= 7
    for query, text, count in chips:
        narrowed = desk.get(f"{path(vacancy)}?{query.replace('&amp;', '&')}").text
        if count:
            assert len(lines(narrowed)) == int(count), text
    near = desk.get(path(vacancy), tri="distance").text
    kilometres = [int(one) for one in re.findall(r'class="cell km">(\d+)', near)]
    assert kilometres == sorted(kilometres)
    assert len(kilometres) == 3


def test_a_person_of_another_agency_is_opened_by_their_code_alone(
    house: House, vacancy: Vacancy, desk: Browser
) -> None:
    stranger = house.person(agency=OTHER_AGENCY, given_name="Farouza")
    card = opened(desk.get(path(vacancy), ouvert=stranger.code).text)
    assert stranger.code in card
    assert "Farouza" not in card
    assert f"/personnes/{stranger.id}" not in card


def test_after_an_action_the_same_person_is_open_under_the_same_filters(
    vacancy: Vacancy, people: list[Profile], desk: Browser
) -> None:
    second = people[1]
    fields = {"action": "shortlist", "profile_id": str(second.id), "filters": "libre=&tri=distance"}
    sent = desk.post(path(vacancy), fields, follow=False)
    address = urlsplit(str(sent.headers["location"]))
    assert parse_qs(address.query)["tri"] == ["distance"]
    page = desk.get(f"{address.path}?{address.query}")
    assert second.code in opened(page.text)
    assert "Présélection faite" in words(page)


def test_an_address_holds_every_filter_and_comes_back_the_same() -> None:
    query = {"max_km": "0", "essentiels": "1", "libre": "1", "langues": "1", "tri": "jour"}
    filters = Filters.of(query)
    assert filters.values == query
    assert Filters.of(dict(parse_qsl(filters.query))) == filters
    assert Filters.of({"essentiels": "2", "tri": "name", "libre": "oui"}) == Filters()
    assert "essentiels" not in filters.turned("essentiels")
    assert "max_km" not in Filters(max_km=30).within(30)


def test_the_public_api_has_the_same_filters(
    house: House, vacancy: Vacancy, people: list[Profile]
) -> None:
    found = house.services.matching.ranking(
        house.staff, vacancy.id, all_essentials=True, in_time=False, languages_met=True, sort="day"
    )
    assert found.narrower.languages_met == found.total


def test_nobody_is_hired_by_one_press(house: House, vacancy: Vacancy, desk: Browser) -> None:
    """The first day of work is asked, by the agency's page and the employer's alike."""
    person = house.person()
    candidacy = house.shortlisted(vacancy, person)
    house.answer()
    boss = house.browser(Role.EMPLOYER, employer_id=vacancy.employer_id)
    own = f"/offres/{vacancy.id}/preselection"
    pressed = {"action": "hire", "candidacy_id": str(candidacy), "profile_id": str(person.id)}
    far_off = (clock.today() + timedelta(days=400)).isoformat()
    for browser, address in ((desk, path(vacancy)), (boss, own)):
        for fields, said in (
            ({}, "Écrivez le premier jour de travail"),
            ({"hired_on": "demain"}, ""),
            ({"hired_on": far_off}, "Choisissez un jour"),
        ):
            refused = browser.post(address, {**pressed, **fields})
            assert refused.status_code == 422
            assert said in words(refused)
    assert house.services.matching.candidacy(house.staff, candidacy).state == "accepted"
    day = clock.today() + timedelta(days=10)
    done = boss.post(own, {**pressed, "hired_on": day.isoformat()})
    assert "Embauche enregistrée" in words(done)
    house.pump()
    assert house.services.employers.hire(house.staff, candidacy).hired_on == day
