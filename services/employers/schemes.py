"""Schemes as data: versions that are only added, and the one in force on a day.

The bundled file is version 1 of each scheme. A coordinator writes the next ones, which hold from
a day on; what was decided before keeps the version of its day. A release that changes a scheme
nobody has edited adds a version too; one that somebody edited stays as they left it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import Any

from fastapi import FastAPI
from pydantic import ValidationError
from sqlmodel import Session

from amuddu.contracts.schemes import (
    SchemeDetail,
    SchemeRow,
    SchemeVersion,
    SchemeVersioned,
    SchemeVersionIn,
)
from amuddu.contracts.types import Lang
from amuddu.kit import logs, outbox
from amuddu.kit.auth import SERVICE_ACTOR_ID, Role
from amuddu.kit.errors import FieldError, Invalid, NotFound
from amuddu.kit.i18n import N_, Text
from amuddu.rules import incentives as rules
from amuddu.rules.base import in_language
from amuddu.rules.incentives_kept import content_of, read
from services.employers import clock, scheme_terms
from services.employers import repository_schemes as repository
from services.employers.access import Caller
from services.employers.book import Book, Version
from services.employers.checks import refuse_if_any
from services.employers.models_schemes import SchemeVersionRow

log = logs.get(__name__)

ALWAYS = date(1900, 1, 1)
"""First day of the bundled versions: they answer for every past day."""
_DELIVERED = "Fichier livré avec le produit"
_TOO_EARLY = N_(
    "Une version ne vaut ni pour un jour passé ni avant la précédente : "
    "choisissez le {day} ou après."
)
_NOT_A_SCHEME = N_("Ces valeurs ne vont pas ensemble : vérifiez durée, versements et reprise.")


def in_force(session: Session, *, on: date) -> Book:
    """The schemes in force on a day."""
    kept = {row.scheme_id: _version(row) for row in repository.in_force(session, on)}
    return Book(
        {
            scheme.id: kept.get(scheme.id) or Version(1, ALWAYS, scheme)
            for scheme in rules.all_schemes()
        }
    )


def version(session: Session, scheme_id: str, number: int) -> rules.Scheme:
    """A scheme as one of its versions had it. Raises `NotFound`."""
    row = repository.version(session, scheme_id, number)
    if row is not None:
        return _version(row).scheme
    bundled = {scheme.id: scheme for scheme in rules.all_schemes()}.get(scheme_id)
    if bundled is None or number != 1:
        raise NotFound
    return bundled


def _version(row: SchemeVersionRow) -> Version:
    return Version(row.version, row.valid_from, _read(row.digest, json.dumps(row.content)))


@lru_cache(maxsize=512)
def _read(_digest: str, content: str) -> rules.Scheme:
    """Versions never change, so each is read once a process."""
    return read(json.loads(content))


def digest_of(content: Mapping[str, Any]) -> str:
    """Digest of a version's content."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def keep(session: Session, rows: Sequence[SchemeVersionRow]) -> None:
    """Add versions, and tell of each in the same transaction: others judge titles by them.

    The caller holds the writers' lock.
    """
    repository.add_all(session, rows)
    for row in rows:
        told = SchemeVersioned(
            scheme_id=row.scheme_id,
            number=row.version,
            valid_from=row.valid_from,
            content=row.content,
        )
        outbox.add(session, told)


# --- the bundled file ---------------------------------------------------------------------------


def seed(session: Session, *, on: date) -> int:
    """Keep the bundled schemes as versions; return how many were new or had changed."""
    repository.one_writer_at_a_time(session)
    latest = repository.latest(session)
    added: list[SchemeVersionRow] = []
    for scheme in rules.all_schemes():
        content, last = content_of(scheme), latest.get(scheme.id)
        if last is not None and (not last.bundled or last.digest == digest_of(content)):
            continue
        row = SchemeVersionRow(
            scheme_id=scheme.id,
            version=last.version + 1 if last else 1,
            valid_from=max(on, last.valid_from) if last else ALWAYS,
            bundled=True,
            content=content,
            digest=digest_of(content),
            author_id=SERVICE_ACTOR_ID,
            author_role=Role.SERVICE.value,
            reason=_DELIVERED,
        )
        added.append(row)
    keep(session, added)
    if added:
        log.info("bundled schemes kept", added=len(added))
    return len(added)


@contextmanager
def seeded(app: FastAPI) -> Iterator[None]:
    """Seed when the process starts."""
    with app.state.database.session() as session:
        seed(session, on=clock.today())
    yield


# --- what a coordinator reads and writes --------------------------------------------------------


def listed(session: Session, *, on: date, lang: Lang) -> list[SchemeRow]:
    """Every hiring incentive of this country, open or past, with how often it was asked for."""
    asked = repository.claims_by_scheme(session)
    return [
        SchemeRow(
            id=each.scheme.id,
            name=in_language(each.scheme.name, lang),
            kind=each.scheme.kind,
            country=each.scheme.country,
            operator=each.scheme.operator,
            version=each.number,
            valid_from=each.valid_from,
            open=each.scheme.country == rules.HOME and each.scheme.open_on(on),
            amount_known=each.scheme.amount.value is not None,
            claims=asked.get(each.scheme.id, 0),
        )
        for each in in_force(session, on=on)
    ]


def detail(session: Session, scheme_id: str, *, on: date, lang: Lang) -> SchemeDetail:
    """A scheme as in force on a day, and its history."""
    found = in_force(session, on=on).get(scheme_id)
    if found is None:
        raise NotFound
    scheme = found.scheme
    return SchemeDetail(
        id=scheme.id,
        name=in_language(scheme.name, lang),
        funder=scheme.funder,
        operator=scheme.operator,
        legal=scheme.legal,
        summary=in_language(scheme.summary, lang),
        version=found.number,
        terms=scheme_terms.terms_of(scheme),
        sources=rules.sources_of(scheme),
        versions=tuple(_history(repository.versions(session, scheme_id))),
    )


def _history(rows: list[SchemeVersionRow]) -> Iterator[SchemeVersion]:
    """Versions, the newest first, each with what it changed."""
    for index, row in enumerate(reversed(rows)):
        before = rows[len(rows) - 2 - index] if index + 1 < len(rows) else None
        changes = (
            scheme_terms.changes(_version(before).scheme, _version(row).scheme) if before else ()
        )
        yield SchemeVersion(
            version=row.version,
            valid_from=row.valid_from,
            bundled=row.bundled,
            author_role=row.author_role,
            reason=row.reason,
            at=row.at,
            changes=changes,
        )


def new_version(
    session: Session, scheme_id: str, body: SchemeVersionIn, *, on: date, caller: Caller
) -> SchemeVersionRow:
    """Add a version; nothing that was there is touched. Raises `Invalid` with every problem."""
    repository.one_writer_at_a_time(session)
    last = repository.latest(session).get(scheme_id)
    if last is None:
        raise NotFound
    current = _version(last).scheme
    known = {scheme.id for scheme in rules.all_schemes()} | set(current.stacking)
    found = list(scheme_terms.problems(current, body.terms, known=known))
    earliest = max(on, last.valid_from)
    if body.valid_from < earliest:
        found.append(FieldError("valid_from", Text(_TOO_EARLY, {"day": earliest.isoformat()})))
    refuse_if_any(found)
    try:
        scheme = scheme_terms.changed(current, body.terms)
    except ValidationError:
        raise Invalid(fields=(FieldError("terms", Text(_NOT_A_SCHEME)),)) from None
    content = content_of(scheme)
    row = SchemeVersionRow(
        scheme_id=scheme_id,
        version=last.version + 1,
        valid_from=body.valid_from,
        bundled=False,
        content=content,
        digest=digest_of(content),
        author_id=caller.actor.id,
        author_role=caller.actor.role.value,
        reason=body.reason,
    )
    keep(session, [row])
    log.info("scheme version added", scheme=scheme_id, version=row.version)
    return row
