"""What all the rule files share: frozen models, texts in several languages, citations, loading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self, TypeVar
from urllib.parse import urlsplit

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from amuddu.contracts.types import Lang


def _french_and_english(texts: Mapping[Lang, str]) -> Mapping[Lang, str]:
    if not {"fr", "en"} <= texts.keys() or not all(texts.values()):
        raise broken("text_not_whole")
    return MappingProxyType(dict(texts))


Words = Annotated[Mapping[Lang, str], AfterValidator(_french_and_english)]
"""A text in French and English, sometimes Arabic and Spanish: `{"fr": "...", "en": "..."}`."""

Confidence = Literal["high", "medium", "low"]


class BadRules(Exception):
    """A file of rules cannot be used; the message says which file, where in it and why."""


class Datum(BaseModel):
    """Base of every row of the rule files: frozen, and an unknown key is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sourced(Datum):
    """A fact with where it was read and how sure it is.

    `checked_on`: the day of its last check, where that is another than the file's.
    """

    sources: tuple[str, ...] = Field(min_length=1)
    confidence: Confidence
    checked_on: date | None = None


class Dated(Sourced):
    """A fact that holds between two days, both included; null is open."""

    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, on: date | None) -> bool:
        """Whether it holds on a day; any day when none is given."""
        if on is None:
            return True
        started = self.valid_from is None or self.valid_from <= on
        return started and (self.valid_to is None or on <= self.valid_to)

    def change_days(self) -> tuple[date, ...]:
        """First day of this row, and first day after it, where they are known."""
        after = self.valid_to + timedelta(days=1) if self.valid_to else None
        return tuple(day for day in (self.valid_from, after) if day is not None)

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise broken("ends_before_it_begins", start=self.valid_from, end=self.valid_to)
        return self


Model = TypeVar("Model", bound=Datum)
Row = TypeVar("Row", bound=Dated)


def _listed(rows: Any) -> Any:
    """A fact that never changed is written without a list."""
    return rows if isinstance(rows, list | tuple) else [rows]


def gaps(rows: Sequence[Dated]) -> list[Finding]:
    """Where rows of one fact leave a gap or overlap: each begins the day after the last ended."""
    findings = []
    for place, (before, after) in enumerate(pairwise(rows), start=1):
        if before.valid_to is None or after.valid_from is None:
            findings.append(Finding("open_in_the_middle", (place,)))
            continue
        wanted = before.valid_to + timedelta(days=1)
        if after.valid_from != wanted:
            code = "gap" if after.valid_from > wanted else "overlap"
            told = {"start": str(after.valid_from), "wanted": str(wanted)}
            findings.append(Finding(code, (place, "valid_from"), told))
    return findings


def covering_versions(rows: Sequence[Row]) -> Sequence[Row]:
    """Refuse rows of one fact that leave a gap or overlap."""
    refuse(gaps(rows))
    return rows


Versions = Annotated[tuple[Row, ...], BeforeValidator(_listed), AfterValidator(covering_versions)]
"""The rows of one fact, oldest first: what it was and what it became, without gap or overlap."""


def in_force(rows: Iterable[Row], on: date | None) -> Row | None:
    """The row that holds on a day; the last one where no day is given."""
    return next((row for row in reversed(tuple(rows)) if row.holds(on)), None)


def in_language(texts: Mapping[Lang, str], lang: Lang) -> str:
    """The text in a language; in French where nobody has translated it yet.

    >>> in_language({"fr": "Emploi", "en": "Job"}, "ar")
    'Emploi'
    """
    return texts.get(lang) or texts["fr"]


def load(name: str, model: type[Model]) -> Model:
    """One of the rule files of the package, read and validated."""
    return validated(name, parsed(name), model)


@cache
def parsed(name: str) -> object:
    """What one of the rule files of the package holds, not yet validated."""
    source = files("amuddu.rules").joinpath("data", name)
    return _read(source)


def validated(name: str, content: object, model: type[Model]) -> Model:
    """A file's content as its model. Raises `BadRules`."""
    try:
        return model.model_validate(content)
    except ValueError as error:
        raise BadRules(f"{name}: {error}") from error


def load_file(path: Path, model: type[Model]) -> Model:
    """A deployment's own version of a rule file, held to the same rules."""
    return validated(str(path), _read(path), model)


class Meta(Datum):
    """When the facts of a file were last gathered and checked, and who owns the next check."""

    as_of: date
    owner: Words | None = None

    def last_check(self, fact: Sourced) -> date:
        """The day on which a fact of the file was last checked."""
        return fact.checked_on or self.as_of

    def check_again(self, fact: Sourced, *, on: date) -> Words | None:
        """Who is to check a fact again, once its last check is more than a year old."""
        return self.owner if on - self.last_check(fact) > RECHECK else None


RECHECK = timedelta(days=365)
"""After so long a fact is shown as one to be checked again."""


class Source(Datum):
    """Something that was read: what it is called, of which day, and where to open it.

    `published`: the year, month or day that it bears. `seen`: a day by which it had been read, for
    one that bears none. `document` is false for what somebody knows and read nowhere. `site_only`
    owns up that the page was not noted: the address leads to the site, and no further.
    """

    title: str = Field(min_length=1)
    published: Annotated[str, Field(pattern=r"^(19|20)\d\d(-\d\d){0,2}$")] | None = None
    seen: date | None = None
    address: Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$")] | None = None
    document: bool = True
    site_only: bool = False

    @model_validator(mode="after")
    def _has_a_day(self) -> Self:
        if self.document and self.published is None and self.seen is None:
            raise broken("source_without_date", title=self.title)
        return self

    @property
    def leads_to_a_site(self) -> bool:
        """Whether the address is that of a site, on which the reader would have to search."""
        found = urlsplit(self.address or "")
        return bool(found.netloc) and found.path in ("", "/") and not found.query

    @property
    def names_a_document(self) -> bool:
        """Whether a reader can tell what was read: the name of a site alone tells nothing."""
        alone = self.leads_to_a_site and _SITE_ALONE.fullmatch(self.title)
        return self.document and not alone

    @property
    def named(self) -> str:
        """Title and day, without the address."""
        if not self.document:
            return self.title
        day = self.published or f"sans date, lu avant le {self.seen}"
        page = " ; page non notée, adresse du site seulement" if self.leads_to_a_site else ""
        return f"{self.title} ({day}{page})"

    @property
    def written(self) -> str:
        """The whole on one line; `apart` takes the address off again."""
        return f"{self.named}{_BEFORE_ADDRESS}{self.address}" if self.address else self.named


_BEFORE_ADDRESS = " - "
_SITE_ALONE = re.compile(r"[\w.-]+")
"""A title that is no more than the name of a site or of who keeps it."""


def apart(written: str) -> tuple[str, str | None]:
    """A source as it is written, and its address where it has one.

    >>> apart("Guide (2018) - https://example.org/guide")
    ('Guide (2018)', 'https://example.org/guide')
    """
    name, found, address = written.rpartition(_BEFORE_ADDRESS)
    if found and address.startswith(("http://", "https://")) and " " not in address:
        return name, address
    return written, None


Known = Mapping[str, Source] | Mapping[str, str]
"""The sources that a file lists, by the name under which its facts cite them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong at one place of a file. `code` names the sentence that says it.

    `path` leads to the row from where the check looked: names of keys, ids or positions.
    """

    code: str
    path: tuple[str | int, ...] = ()
    params: Mapping[str, str] = field(default_factory=dict)

    def under(self, *path: str | int) -> Finding:
        """The same, seen from further out."""
        return Finding(self.code, (*path, *self.path), self.params)


def facts_of(
    node: object, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Sourced]]:
    """Every sourced fact under a part of a file, with where it stands."""
    if isinstance(node, Sourced):
        yield path, node
    if isinstance(node, BaseModel):
        node = {name: getattr(node, name) for name in type(node).model_fields}
    children: Iterable[tuple[Any, Any]] = node.items() if isinstance(node, Mapping) else ()
    if isinstance(node, tuple | list):
        children = enumerate(node)
    for name, child in children:
        yield from facts_of(child, (*path, name))


def by_id(rows: Any, *, key: str = "id") -> Any:
    """A list of rows as a mapping by their `id`; two rows with one id are refused."""
    if not isinstance(rows, list):
        return rows
    findings, keyed = [], {}
    for place, row in enumerate(rows):
        name = row.get(key) if isinstance(row, Mapping) else None
        if name is None:
            findings.append(Finding("no_id", (place,), {"key": key}))
        elif name in keyed:
            findings.append(Finding("id_twice", (place, key), {"id": str(name)}))
        keyed[name] = row
    refuse(findings)
    return keyed


def broken(code: str, *path: str | int, **params: object) -> PydanticCustomError:
    """What a file of rules says that cannot be. `code` is a sentence or the name of one."""
    return _refusal([Finding(code, path, {name: str(value) for name, value in params.items()})])


def refuse(findings: Iterable[Finding]) -> None:
    """Raise what was found, all at once; nothing where all is well."""
    found = list(findings)
    if found:
        raise _refusal(found)


def _refusal(found: Sequence[Finding]) -> PydanticCustomError:
    said = (" ".join((one.code, *map(str, one.path), *one.params.values())) for one in found)
    context = {"reason": "; ".join(said), "findings": [asdict(one) for one in found]}
    return PydanticCustomError("broken_rules", "{reason}", context)


NO_DOCUMENT = "Connaissance du domaine, aucun document consulté"
"""How the data files name a fact that somebody in the field knows and no document told."""


def written(source: Source | str) -> str:
    """A source on one line."""
    return source.written if isinstance(source, Source) else source


def read_somewhere(known: Known, fact: Sourced) -> bool:
    """Whether a document that was read tells a fact; a source that is not listed counts as one."""
    return any(_is_document(known.get(source)) for source in fact.sources)


def _is_document(source: Source | str | None) -> bool:
    return source.names_a_document if isinstance(source, Source) else source != NO_DOCUMENT


def unknown_sources(known: Known, fact: Sourced, *path: str | int) -> Iterable[Finding]:
    """What is wrong with the sources of a fact: not listed, or none of them for what is sure."""
    for place, source in enumerate(fact.sources):
        if source not in known:
            yield Finding("unknown_source", (*path, "sources", place), {"source": source})
    if fact.confidence == "high" and not read_somewhere(known, fact):
        yield Finding("sure_without_document", (*path, "confidence"))


def cite(known: Known, fact: Sourced) -> tuple[str, ...]:
    """The sources of a fact, written out so that somebody can look them up."""
    return tuple(written(known[source]) for source in fact.sources)


def _read(source: Traversable | Path) -> object:
    try:
        return _parsed(source.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, ValueError) as error:  # a day that is none is a ValueError
        raise BadRules(f"{source}: {error}") from error


def _parsed(text: str) -> object:
    """The C parser reads the files several times faster; some builds of PyYAML lack it."""
    if yaml.__with_libyaml__:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    return yaml.safe_load(text)
