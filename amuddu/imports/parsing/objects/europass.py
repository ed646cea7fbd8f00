"""The Europass CV as a profile: of version 3 (`SkillsPassport`) its JSON and its XML, and the XML
that the present portal gives (`Candidate`, in the words of HR-XML)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from amuddu.imports.parsing.objects import xml_text
from amuddu.imports.parsing.objects.vocabulary import Found, at, several
from amuddu.imports.parsing.objects.working_life import joined, last_job, months_between, year_month
from amuddu.imports.parsing.said import N_, Parsed, Record, Remark, Said, Unreadable

_LEFT = N_("« {name} » n'a pas de colonne ici et n'est pas lu.")
_OTHER_XML = N_(
    "Ce fichier XML n'est pas un CV Europass : seul celui-ci est lu en XML. "
    "Pour autre chose, enregistrez-le en CSV, XLSX ou JSON."
)


def read(content: bytes) -> Parsed:
    """The one person of an XML file. Raises `Unreadable`."""
    name, value = xml_text.parse(content)
    if name == "Candidate" and isinstance(value, dict):
        found: Found | None = _candidate(value)
    else:
        found = recognised({name: _without_lists(value)})
    if found is None:
        raise Unreadable(_OTHER_XML)
    remarks = [Remark(1, *note) for note in found.notes]
    left = [
        Remark(1, each, Said(_LEFT, {"name": each}), left_out=True)
        for each in dict.fromkeys(found.left)
    ]
    record = Record(1, found.cells, remarks=remarks)
    return Parsed(tuple(found.cells), iter((record,)), 1, left, objects=True)


def recognised(value: dict[str, Any]) -> Found | None:
    """The cells of a `SkillsPassport`; `None` for any other object."""
    person = at(value.get("SkillsPassport"), "LearnerInfo")
    return _passport(person) if isinstance(person, dict) else None


# --- version 3 --------------------------------------------------------------------------------


def _without_lists(value: Any) -> Any:
    """XML as the JSON of the same version: `TelephoneList/Telephone` is `Telephone`, and the parts
    of a day are numbers."""
    if isinstance(value, list):
        return [_without_lists(each) for each in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, inner in value.items():
        name = key.removesuffix("List")
        if name != key and isinstance(inner, dict) and name in inner:
            found[name] = _without_lists(inner[name])
        elif key in ("year", "month", "day") and isinstance(inner, str):
            digits = inner.strip("-")
            found[key.capitalize()] = int(digits) if digits.isdecimal() else inner
        else:
            found[key] = _without_lists(inner)
    return found


def _passport(person: dict[str, Any]) -> Found:
    found = Found()
    identity = person.get("Identification") or {}
    found.put("given_name", at(identity, "PersonName", "FirstName"))
    found.put("family_name", at(identity, "PersonName", "Surname"))
    found.put("sex", at(identity, "Demographics", "Gender", "Code"))
    born = at(identity, "Demographics", "Birthdate")
    found.put("birth_year", at(born, "Year"))
    found.put("birth_month", at(born, "Month"))
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
    found.put("languages", _passport_languages(at(skills, "Linguistic")))
    if jobs:
        last_job(found, at(jobs[0], "Position", "Label"), _passport_months(jobs[0]), len(jobs))
    if isinstance(identity, dict):
        used = {"PersonName", "Demographics", "ContactInfo"}
        found.rest(identity, used, "Identification.")
    found.rest(person, {"Identification", "Headline", "WorkExperience", "Skills"})
    found.rest(skills, {"Linguistic", "JobRelated", "Computer"}, "Skills.")
    return found


def _passport_languages(linguistic: Any) -> str:
    mother = [(_language(each), "maternelle") for each in several(at(linguistic, "MotherTongue"))]
    learned = []
    for each in several(at(linguistic, "ForeignLanguage")):
        levels = at(each, "ProficiencyLevel")
        spoken = at(levels, "SpokenInteraction") or at(levels, "Listening")
        learned.append((_language(each), spoken))
    return joined([*mother, *learned])


def _language(each: Any) -> Any:
    return at(each, "Description", "Label") or at(each, "Description", "Code")


def _passport_months(job: dict[str, Any]) -> int | None:
    def moment(name: str) -> tuple[int, int] | None:
        year, month = at(job, "Period", name, "Year"), at(job, "Period", name, "Month")
        return (year, month) if isinstance(year, int) and isinstance(month, int) else None

    return months_between(moment("From"), moment("To"))


# --- HR-XML -----------------------------------------------------------------------------------

_PERSON = {
    "PersonName", "Communication", "NationalityCode", "BirthDate", "GenderCode",
    "PrimaryLanguageCode",
}  # fmt: skip
_PROFILE = {"ExecutiveSummary", "EmploymentHistory", "PersonQualifications", "languageCode"}
_SPOKEN = ("interaction", "production", "speaking", "listening")


def _candidate(value: dict[str, Any]) -> Found:
    found = Found()
    person, profile = value.get("CandidatePerson"), value.get("CandidateProfile")
    found.put("given_name", at(person, "PersonName", "GivenName"))
    found.put("family_name", at(person, "PersonName", "FamilyName"))
    found.put("sex", at(person, "GenderCode"))
    found.put("birth_year", at(person, "BirthDate"))
    found.put_first("nationality", several(at(person, "NationalityCode")))
    _reached(found, several(at(person, "Communication")))
    found.put("about", at(profile, "ExecutiveSummary"))
    jobs = list(_jobs(at(profile, "EmploymentHistory", "EmployerHistory")))
    found.put("occupations", [title for title, *_ in jobs if title])
    latest = max(jobs, key=lambda job: job[2] or (9999, 12), default=None)
    if latest is not None:
        last_job(found, latest[0], months_between(latest[1], latest[2]), len(jobs))
    _able(found, several(at(person, "PrimaryLanguageCode")), profile)
    for each, used, path in (
        (person, _PERSON, "CandidatePerson."),
        (profile, _PROFILE, "CandidateProfile."),
    ):
        if isinstance(each, dict):
            found.rest(each, used, path)
    return found


def _reached(found: Found, ways: list[Any]) -> None:
    """Telephone, e-mail and town, each of which is a `Communication`."""
    phones = [
        "".join((f"+{dialled}" if (dialled := at(way, "CountryDialing")) else "", number))
        for way in ways
        if isinstance(number := at(way, "DialNumber"), str)
    ]
    found.put_first("phone", phones)
    mails = [uri for way in ways if "@" in (uri := at(way, "URI") or "")]
    found.put_first("email", mails)
    found.put_first("place", [at(way, "Address", "CityName") for way in ways])


Moment = tuple[int, int] | None


def _jobs(employers: Any) -> Iterator[tuple[Any, Moment, Moment]]:
    for employer in several(employers):
        for position in several(at(employer, "PositionHistory")):
            period = at(position, "EmploymentPeriod") or at(employer, "EmploymentPeriod")
            start = year_month(at(period, "StartDate", "FormattedDateTime"))
            end = year_month(at(period, "EndDate", "FormattedDateTime"))
            lasts = at(period, "CurrentIndicator") == "true"
            yield at(position, "PositionTitle"), start, None if lasts else end


def _able(found: Found, mother: list[Any], profile: Any) -> None:
    """Languages with the level at which they are spoken, and what else somebody can do."""
    spoken = [(code, "maternelle") for code in mother]
    skills = []
    named = several(at(profile, "PersonQualifications", "PersonCompetency"))
    for each in named:
        if str(at(each, "TaxonomyID") or "").casefold() == "language":
            if (code := at(each, "CompetencyID")) not in mother:
                spoken.append((code, _level(several(at(each, "CompetencyDimension")))))
        else:
            skills.append(at(each, "CompetencyName"))
    found.put("languages", joined(spoken))
    found.put("skills", [skill for skill in skills if isinstance(skill, str)])


def _level(dimensions: list[Any]) -> Any:
    levels = {
        str(at(each, "CompetencyDimensionTypeCode")).casefold(): at(each, "Score", "ScoreText")
        for each in dimensions
    }
    for way in _SPOKEN:
        for name, level in levels.items():
            if way in name:
                return level
    return None
