"""Explanations against the arithmetic: what is said is so, and what moved the fit is said."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.matching.ranking import MatchVacancy, RankedVacancy, Reasons
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.reference.languages import level_at_least
from gateway.people import words as people_words
from gateway.web.labels import fit_code
from gateway.web.rendering import environment
from services.matching.ranking.scoring import NEUTRAL, UNSTATED
from tests.services.matching.ranking.test_ranking import TODAY, explained, jobs, people, unhurried

MOVED = 0.05
"""Share of a fit that nobody may lose or gain without being told why."""


def moved(reasons: Reasons) -> set[str]:
    """Features that moved the fit by five points or more, against not knowing."""
    return {
        each.name
        for each in reasons.features
        if each.value is not None
        and abs(each.value - NEUTRAL) * each.weight * reasons.factor >= MOVED
    }


@unhurried
@given(jobs, people)
def test_each_reason_is_true(one: VacancyPublished, person: ProfileUpdated) -> None:
    reasons = explained(one, person).reasons
    have = {spoken.code: spoken.level for spoken in person.languages}
    for spoken in reasons.languages:
        assert spoken.have == have.get(spoken.code)
        met = spoken.have is not None and level_at_least(spoken.have, spoken.wanted)  # type: ignore[arg-type] # levels of the contract
        assert spoken.met == met
    listed = {ref.text for ref in person.skills}
    for skill in reasons.skills:
        assert (skill.found is not None) == (skill.closeness > 0)
        assert skill.found is None or skill.found in listed
    far = reasons.distance_km
    reach = person.max_distance_km
    beyond = far is not None and reach is not None and far > reach
    if far is None or reach is None or abs(far - reach) > 0.1:  # told to a tenth of a kilometre
        assert ("distance" in reasons.outside) == beyond
    takes = not person.contract_types or one.contract_type in person.contract_types
    assert ("contract" in reasons.outside) == (not takes)
    start = max(one.starts_on, TODAY) if one.starts_on else date.max
    late = person.available_from is not None and person.available_from > start
    assert ("start" in reasons.outside) == late
    short = bool(have) and not all(spoken.met for spoken in reasons.languages)
    assert ("languages" in reasons.outside) == short


@unhurried
@given(jobs, people)
def test_an_essential_skill_not_stated_caps_the_figure_and_the_word(
    one: VacancyPublished, person: ProfileUpdated
) -> None:
    result = explained(one, person)
    ticks = [skill.closeness > 0 for skill in result.reasons.skills if skill.essential]
    if not ticks:
        assert result.reasons.stated is None
        assert result.reasons.factor == 1
        return
    share = sum(ticks) / len(ticks)
    assert result.reasons.stated == pytest.approx(share, abs=1e-4)
    assert result.fit <= UNSTATED + (1 - UNSTATED) * share + 1e-4
    said = fit_code(result.fit, result.reasons)
    assert share == 1 or said != "very"
    assert share > 0 or said in ("partly", "little", "other")


@unhurried
@given(jobs, people)
def test_what_moved_the_fit_by_five_points_is_on_the_page(
    one: VacancyPublished, person: ProfileUpdated
) -> None:
    result = explained(one, person, lang="fr")
    page = shown(one, person, result.fit, result.reasons)
    lines = {
        "occupation": any(
            word in page
            for word in (
                "C&#39;est le métier",
                "Proche d&#39;un",
                "C&#39;est un autre métier",
                "C'est le métier",
                "Proche d'un",
                "C'est un autre métier",
            )
        ),
        "essential_skills": "Vous savez" in page or "Demandé aussi" in page,
        "wanted_skills": "Vous savez" in page or "Demandé aussi" in page,
        "languages": "angue demandée" in page,
        "distance": "de chez vous" in page or "dans votre ville" in page,
        "experience": "xpérience" in page,
    }
    for name in moved(result.reasons):
        # Of somebody who names no trade, the trade is told by their skills.
        if name == "occupation" and result.reasons.occupation_found is None:
            name = "essential_skills" if result.reasons.skills else "experience"
        assert lines.get(name), (name, result.reasons.features)


def shown(one: VacancyPublished, person: ProfileUpdated, fit: float, reasons: Reasons) -> str:
    """The card of an offer, as its reader sees it."""
    item = RankedVacancy(
        vacancy=MatchVacancy.of(one, id=uuid4(), occupation=reasons.occupation_wanted, open=True),
        rank=1,
        fit=fit,
        reasons=reasons,
    )
    context = {"own": True, "trade": people_words.trade}
    module = environment("fr").get_template("offer_card.html").make_module(context)
    return str(module.offer(item))  # type: ignore[attr-defined] # a macro of the template
