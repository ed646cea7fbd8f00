"""A person's résumé in a published vocabulary, as a profile: JSON Resume
(https://jsonresume.org/schema), and the JSON of the Europass CV (`europass`)."""

from __future__ import annotations

from typing import Any

from amuddu.imports.parsing.objects import europass
from amuddu.imports.parsing.objects.vocabulary import Found, at, several
from amuddu.imports.parsing.objects.working_life import joined, last_job, months_between, year_month


def recognised(value: dict[str, Any]) -> Found | None:
    """A profile's cells; `None` for any other object."""
    passport = europass.recognised(value)
    if passport is not None:
        return passport
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
    found.put("languages", joined((each.get("language"), each.get("fluency")) for each in spoken))
    latest = max(jobs, key=lambda job: str(job.get("endDate") or "9999"), default=None)
    if latest is not None:
        months = months_between(
            year_month(latest.get("startDate")), year_month(latest.get("endDate"))
        )
        last_job(found, latest.get("position"), months, len(jobs))
    found.rest(basics, {"name", "email", "phone", "summary", "label", "location"}, "basics.")
    found.rest(value, {"basics", "work", "skills", "languages", "meta"})
    return found


def _skill(each: Any) -> list[Any]:
    if not isinstance(each, dict):
        return [each]
    names = [each.get("name"), *several(each.get("keywords"))]
    return [name for name in names if name]
