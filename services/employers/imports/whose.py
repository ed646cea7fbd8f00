"""Whose rows of a batch are: each employer is found and locked once."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from amuddu.contracts.batch import BatchIn
from amuddu.contracts.employers import VacancyCreate
from amuddu.contracts.types import ExternalRef, ShortText
from amuddu.kit.db import Session
from amuddu.kit.errors import invalid
from amuddu.kit.i18n import N_
from services.employers.imports import repository as imports
from services.employers.organisations import mapping, repository
from services.employers.organisations.access import Caller
from services.employers.organisations.service import posting_employer
from services.employers.organisations.tables import EmployerRow


class ImportRow(VacancyCreate):
    """A row: a vacancy, its reference, and whose it is where the batch does not say."""

    external_ref: ExternalRef
    employer_name: ShortText | None = None


class Employers:
    """The employers of one batch. One whose name is new is entered with their first good row."""

    def __init__(self, session: Session, batch: BatchIn, caller: Caller) -> None:
        self._session = session
        self._batch = batch
        self._caller = caller
        self._by_id: dict[UUID, EmployerRow] = {}
        self._by_name: dict[str, EmployerRow] = {}
        self._new: set[str] = set()
        self._since: dict[str, EmployerRow] = {}
        """By reference: employers that somebody named for the drafts of an earlier import."""

    def look_up(self, rows: Iterable[ImportRow]) -> None:
        """Find and lock at once those whom rows name."""
        rows = tuple(rows)
        names = {mapping.name_key(row.employer_name) for row in rows if row.employer_name}
        agency_id = self._batch.agency_id or self._caller.actor.agency_id
        if agency_id is None or self._caller.own_employer is not None:
            return
        if unnamed := {row.external_ref for row in rows if self._is_unnamed(row)}:
            names.add(mapping.name_key(mapping.UNNAMED))
            self._since = imports.named_since(self._session, agency_id, unnamed)
        for row in repository.locked_named(self._session, agency_id, names):
            self._by_name[row.name_key] = row

    def of(self, row: ImportRow) -> EmployerRow:
        """The employer of a row. Raises `Invalid` where that is not the caller's to say."""
        if row.employer_name is not None and row.employer_id is None:
            return self._named(row.employer_name)
        if self._is_unnamed(row):
            return self._since.get(row.external_ref) or self._named(mapping.UNNAMED)
        chosen = row.employer_id or self._batch.employer_id
        key = chosen or self._caller.own_employer
        if key is None or key not in self._by_id:
            found = posting_employer(self._session, chosen, caller=self._caller)
            self._by_id[found.id] = found
            return found
        return self._by_id[key]

    def _is_unnamed(self, row: ImportRow) -> bool:
        """Whether nobody says whose a row is: it is kept as a draft until somebody does."""
        said = row.employer_name or row.employer_id or self._batch.employer_id
        in_agency = self._batch.agency_id or self._caller.actor.agency_id
        return not said and self._caller.own_employer is None and in_agency is not None

    def _named(self, name: str) -> EmployerRow:
        if self._caller.own_employer is not None:
            raise invalid(
                "employer_name",
                N_("Retirez cette colonne : vos offres sont celles de votre entreprise."),
            )
        agency_id = self._batch.agency_id or self._caller.actor.agency_id
        if agency_id is None:
            raise invalid("agency_id", N_("Indiquez l'agence qui suit ces employeurs."))
        key = mapping.name_key(name)
        if key not in self._by_name:
            self._by_name[key] = EmployerRow(name=name, name_key=key, agency_id=agency_id)
            self._new.add(key)
        return self._by_name[key]

    def entered(self, employer: EmployerRow) -> EmployerRow:
        """The same employer, entered in the agency where its name was new, and locked."""
        key = employer.name_key
        if key in self._new and self._by_name[key] is employer:
            self._by_name[key] = repository.find_or_add_employer(self._session, employer)
            self._new.discard(key)
            return self._by_name[key]
        is_named = key in self._by_name and employer.id not in self._by_id
        return self._by_name[key] if is_named else employer
