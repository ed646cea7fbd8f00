"""What all the rule files share: frozen models, texts in several languages, citations, loading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from amuddu.contracts.types import Lang


def _french_and_english(texts: Mapping[Lang, str]) -> Mapping[Lang, str]:
    if not {"fr", "en"} <= texts.keys() or not all(texts.values()):
        raise broken("a text needs at least French and English")
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
    """A fact with where it was read and how sure it is."""

    sources: tuple[str, ...] = Field(min_length=1)
    confidence: Confidence


Model = TypeVar("Model", bound=Datum)


def in_language(texts: Mapping[Lang, str], lang: Lang) -> str:
    """The text in a language; in French where nobody has translated it yet.

    >>> in_language({"fr": "Emploi", "en": "Job"}, "ar")
    'Emploi'
    """
    return texts.get(lang) or texts["fr"]


def load(name: str, model: type[Model]) -> Model:
    """One of the rule files of the package, read and validated."""
    return _validated(files("amuddu.rules").joinpath("data", name), model)


def load_file(path: Path, model: type[Model]) -> Model:
    """A deployment's own version of a rule file, held to the same rules."""
    return _validated(path, model)


class Meta(Datum):
    """When the facts of a file were last gathered."""

    as_of: date


def by_id(rows: Any, *, key: str = "id") -> Any:
    """A list of rows as a mapping by their `id`; two rows with one id are refused."""
    if not isinstance(rows, list):
        return rows
    keyed = {row[key]: row for row in rows if isinstance(row, Mapping) and key in row}
    if len(keyed) != len(rows):
        raise broken(f"every row needs a {key} of its own")
    return keyed


def broken(reason: str) -> PydanticCustomError:
    """What a file of rules says that cannot be."""
    return PydanticCustomError("broken_rules", "{reason}", {"reason": reason})


def check_sources(known: Mapping[str, str], used: Iterable[Sourced]) -> None:
    """Refuse a fact that cites a source the file does not list."""
    unknown = {source for fact in used for source in fact.sources} - known.keys()
    if unknown:
        raise broken(f"unknown sources: {', '.join(sorted(unknown))}")


def cite(known: Mapping[str, str], fact: Sourced) -> tuple[str, ...]:
    """The sources of a fact, written out so that somebody can look them up."""
    return tuple(known[source] for source in fact.sources)


def _validated(source: Traversable | Path, model: type[Model]) -> Model:
    try:
        return model.model_validate(_parsed(source.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise BadRules(f"{source}: {error}") from error


def _parsed(text: str) -> object:
    """The C parser reads the files several times faster; some builds of PyYAML lack it."""
    if yaml.__with_libyaml__:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    return yaml.safe_load(text)
