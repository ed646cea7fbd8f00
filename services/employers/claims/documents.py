"""The documents of a claim: which papers stand for each, and whether the agency has read them.

Papers name the person, so profiles keeps them (`services/profiles/papers`); a claim knows their
ids. Profiles is asked which there are whenever that decides something, on behalf of who decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from amuddu.contracts.claims import DocumentsIn
from amuddu.contracts.profiles.papers import Paper
from amuddu.kit import clock
from amuddu.kit.errors import FieldError, Invalid
from amuddu.kit.i18n import N_, Text
from amuddu.rules.base import in_language
from services.employers.claims.tables import ClaimRow
from services.employers.organisations.access import Caller

Papers = dict[UUID, Paper]
"""The papers of a hire that there are, by id."""

_MISSING = N_("Ajoutez une photo ou un PDF de ce document : {name}")
_UNKNOWN = N_("Ce document n'est pas dans la liste.")
_FUTURE = N_("Ce jour n'est pas encore venu : indiquez aujourd'hui ou un jour passé.")
_NOT_THERE = N_("Ce fichier n'est pas parmi ceux de cette embauche : ajoutez-le de nouveau.")
_UNREAD = N_("Ouvrez d'abord ce document, ou demandez-le à l'agence de la personne : {name}")
_GONE = N_("Le fichier de ce document a été retiré : rendez la demande à l'employeur : {name}")


def papers_of(document: dict[str, Any]) -> set[UUID]:
    """The papers that stand for a document."""
    return {UUID(each) for each in document.get("papers", ())}


def adds(row: ClaimRow, body: DocumentsIn) -> bool:
    """Whether a checklist names papers that the claim does not have yet."""
    had = {paper for each in row.documents for paper in papers_of(each)}
    return any(paper not in had for each in body.documents for paper in each.papers or ())


def write(row: ClaimRow, body: DocumentsIn, *, there: Papers) -> None:
    """Put a checklist into a claim; what it does not mention stays. `there`: asked of profiles,
    where it adds papers. Raises `Invalid`."""
    problems = list(_problems(row, body, there))
    if problems:
        raise Invalid(fields=problems)
    said = [each.model_dump(mode="json", exclude_unset=True) for each in body.documents]
    given = {each["number"]: each for each in said}
    row.documents = [_with(kept, given.get(kept["number"], {})) for kept in row.documents]


def _with(kept: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    found = {**kept, **said}
    if found.get("papers") and not found.get("given_on"):
        found["given_on"] = clock.today().isoformat()
    return found


def _problems(row: ClaimRow, body: DocumentsIn, there: Papers) -> Iterator[FieldError]:
    numbers = {kept["number"] for kept in row.documents}
    had = {paper for each in row.documents for paper in papers_of(each)}
    for index, each in enumerate(body.documents):
        if each.given_on and each.given_on > clock.today():
            yield FieldError(f"documents.{index}.given_on", Text(_FUTURE))
        if each.number not in numbers:
            yield FieldError(f"documents.{index}.number", Text(_UNKNOWN))
        if any(paper not in had and paper not in there for paper in each.papers or ()):
            yield FieldError(f"documents.{index}.papers", Text(_NOT_THERE))


def refuse_missing(row: ClaimRow, caller: Caller) -> None:
    """Raise `Invalid` for each document without a paper."""
    missing = [
        _of(index, _MISSING, each, caller)
        for index, each in enumerate(row.documents)
        if not papers_of(each)
    ]
    if missing:
        raise Invalid(fields=missing)


def refuse_unread(row: ClaimRow, there: Papers, caller: Caller) -> None:
    """Raise `Invalid` for each document that nobody of the agency has opened, or that is gone."""
    problems = []
    for index, each in enumerate(row.documents):
        papers = papers_of(each)
        if not papers or not papers <= there.keys():
            problems.append(_of(index, _GONE, each, caller))
        elif any(there[paper].read_at is None for paper in papers):
            problems.append(_of(index, _UNREAD, each, caller))
    if problems:
        raise Invalid(fields=problems)


def _of(index: int, message: str, document: dict[str, Any], caller: Caller) -> FieldError:
    name = in_language(document["name"], caller.lang)
    return FieldError(f"documents.{index}.papers", Text(message, {"name": name}))
