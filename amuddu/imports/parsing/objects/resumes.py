"""A person's résumé in a published vocabulary, as a profile.

JSON Resume (https://jsonresume.org/schema) and the JSON of the Europass CV
(`SkillsPassport`, version 3).
"""

from __future__ import annotations

import re
from typing import Any

from amuddu.imports.parsing.objects.vocabulary import Found, at, several
from amuddu.imports.parsing.said import N_, Said

_MONTH = re.compile(r"(\d{4})-(\d{1,2})")


def recognised(value: dict[str, Any]) -> Found | None:
    """A profile's cells; `None` for any other object."""
    if isinstance(at(value.get("SkillsPassport"), "LearnerInfo"), dict):
        return _europass(value["SkillsPassport"]["LearnerInfo"])
    basics = value.get("basics")
    if isinstance(basics, dict) and (
        {"work", "skills", "languages"} & set(value) or "label" in basics
    ):
        return _json_resume(value, basics)
    return None


def _json_resume(value: dict[str, Any], basics: dict[str, Any]) -> Found:
    found = Found()
    found.put_name(str(basics.get("name") or ""))
    for name, key in (("email", "email"), ("phone", "phone"), ("about", "summary")):
        found.put(name, basics.get(key))
    found.put("place", at(basics, "location", "city"))
    jobs = [job for job in several(value.get("work")) if isinstance(job, dict)]
    positions = [job["position"] for job in jobs if job.get("position")]
    found.put("occupations", [basics["label"]] if basics.get("label") else positions)
    found.put("skills", [skill for each in several(value.get("skills")) for skill in _skill(each)])
    spoken = [each for each in several(value.get("languages")) if isinstance(each, dict)]
    found.put("languages", _joined((each.get("language"), each.get("fluency")) for each in spoken))
    latest = max(jobs, key=lambda job: str(job.get("endDate") or "9999"), default=None)
    if latest is not None:
        months = _months(_year_month(latest.get("startDate")), _year_month(latest.get("endDate")))
        _last_job(found, latest.get("position"), months, len(jobs))
    found.rest(basics, {"name", "email", "phone", "summary", "label", "location"}, "basics.")
    found.rest(value, {"basics", "work", "skills", "languages", "meta"})
    return found


def _europass(person: dict[str, Any]) -> Found:
    found = Found()
    identity = person.get("Identification") or {}
    found.put("given_name", at(identity, "PersonName", "FirstName"))
    found.put("family_name", at(identity, "PersonName", "Surname"))
    found.put("sex", at(identity, "Demographics", "Gender", "Code"))
    found.put("birth_year", at(identity, "Demographics", "Birthdate", "Year"))
    nations = several(at(identity, "Demographics", "Nationality"))
    found.put_first(
        "nationality", [at(nation, "Code") or at(nation, "Label") for nation in nations]
    )
    found.put("email", at(identity, "ContactInfo", "Email", "Contact"))
    phones = several(at(identity, "ContactInfo", "Telephone"))
    found.put_first("phone", [at(phone, "Contact") for phone in phones])
    found.put("place", at(identity, "ContactInfo", "Address", "Contact", "Municipality"))
    jobs = [job for job in several(person.get("WorkExperience")) if isinstance(job, dict)]
    wanted = at(person, "Headline", "Description", "Label")
    positions = [label for job in jobs if (label := at(job, "Position", "Label"))]
    found.put("occupations", [wanted] if wanted else positions)
    skills = person.get("Skills") or {}
    found.put(
        "skills",
        [
            at(skills, key, "Description")
            for key in ("JobRelated", "Computer")
            if at(skills, key, "Description")
        ],
    )
    found.put("languages", _europass_languages(at(skills, "Linguistic")))
    if jobs:
        _last_job(found, at(jobs[0], "Position", "Label"), _europass_months(jobs[0]), len(jobs))
    found.rest(person, {"Identification", "Headline", "WorkExperience", "Skills"})
    found.rest(skills, {"Linguistic", "JobRelated", "Computer"}, "Skills.")
    return found


def _europass_languages(linguistic: Any) -> str:
    mother = [(_language(each), "maternelle") for each in several(at(linguistic, "MotherTongue"))]
    learned = []
    for each in several(at(linguistic, "ForeignLanguage")):
        levels = at(each, "ProficiencyLevel")
        spoken = at(levels, "SpokenInteraction") or at(levels, "Listening")
        learned.append((_language(each), spoken))
    return _joined([*mother, *learned])


def _language(each: Any) -> Any:
    return at(each, "Description", "Label") or at(each, "Description", "Code")


def _europass_months(job: dict[str, Any]) -> int | None:
    def moment(name: str) -> tuple[int, int] | None:
        year, month = at(job, "Period", name, "Year"), at(job, "Period", name, "Month")
        return (year, month) if isinstance(year, int) and isinstance(month, int) else None

    return _months(moment("From"), moment("To"))


def _last_job(found: Found, title: Any, months: int | None, jobs: int) -> None:
    found.put("experience.title", title)
    found.put("experience.months", months)
    if jobs > 1:
        said = Said(N_("Seul le dernier emploi est lu, sur {count}."), {"count": jobs})
        found.notes.append(("experience.title", said, True))


def _skill(each: Any) -> list[Any]:
    if not isinstance(each, dict):
        return [each]
    names = [each.get("name"), *several(each.get("keywords"))]
    return [name for name in names if name]


def _joined(pairs: Any) -> str:
    return "; ".join(" ".join(str(word) for word in pair if word) for pair in pairs if pair[0])


def _year_month(written: Any) -> tuple[int, int] | None:
    found = _MONTH.match(str(written or ""))
    return (int(found.group(1)), int(found.group(2))) if found else None


def _months(start: tuple[int, int] | None, end: tuple[int, int] | None) -> int | None:
    """Months of a job that has ended; of one that lasts, no day is given up to which to count."""
    if start is None or end is None:
        return None
    months = (end[0] - start[0]) * 12 + end[1] - start[1]
    return months if months > 0 else None
