"""A form in which somebody says what each column is, read into a mapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.datastructures import FormData

from amuddu.imports.columns import COLUMNS, Column, Kind
from amuddu.imports.mapping import Mapped, Rule
from amuddu.imports.values import ValueProblem
from amuddu.kit.errors import FieldError, Invalid
from amuddu.kit.i18n import N_, Text
from gateway.imports.mappings.guesses import Asked, lacking
from gateway.imports.outcome import IDENTIFYING
from gateway.web.forms import text_of

_SEVERAL = frozenset({"description", "about"})
"""Fields that several columns may fill together."""

_CHOSEN_TWICE = N_("Cette réponse est déjà choisie pour la colonne « {column} ».")
_UNKNOWN = N_("Choisissez une réponse de la liste.")
_NEEDED = N_("Choisissez la colonne qui le dit, ou écrivez la même réponse pour toutes les lignes.")
_NEEDED_OF_EACH = N_("Choisissez la colonne qui le dit.")


def name_of_column(place: int) -> str:
    """Name of the question about a column, by its place in the file."""
    return f"column-{place}"


def name_of_constant(field: str) -> str:
    """Name of the answer that is the same for every row."""
    return f"same-{field.replace('.', '-')}"


def read(kind: Kind, columns: Sequence[Asked], form: FormData) -> Mapped:
    """The mapping that was chosen. Raises `Invalid`, each problem beside its question."""
    known = {column.field for column in COLUMNS[kind]}
    problems: list[FieldError] = []
    sources: dict[str, list[str]] = {}
    for place, column in enumerate(columns):
        field = text_of(form, name_of_column(place))
        if not field:
            continue
        taken = sources.get(field)
        if field not in known:
            problems.append(FieldError(name_of_column(place), Text(_UNKNOWN)))
        elif taken and field not in _SEVERAL:
            text = Text(_CHOSEN_TWICE, {"column": taken[0]})
            problems.append(FieldError(name_of_column(place), text))
        else:
            sources.setdefault(field, []).append(column.header)
    constants, wrong = _constants(kind, form, sources)
    if problems or wrong:
        raise Invalid(fields=[*problems, *wrong])
    rules: dict[str, Rule | str] = {
        field: names[0] if len(names) == 1 else Rule(source=names)
        for field, names in sources.items()
    }
    return Mapped(rules | {field: Rule(constant=said) for field, said in constants.items()})


def _constants(
    kind: Kind, form: FormData, sources: Mapping[str, Sequence[str]]
) -> tuple[dict[str, str], list[FieldError]]:
    """What is the same for every row, for what is needed and stands in no column."""
    said: dict[str, str] = {}
    problems = []
    for column in lacking(kind, sources):
        name = name_of_constant(column.field)
        if column.field in IDENTIFYING:
            problems.append(FieldError(name, Text(_NEEDED_OF_EACH)))
            continue
        typed = text_of(form, name)[:200]
        if not typed and not column.required:
            continue
        problem = Text(_NEEDED) if not typed else _unreadable(column, typed)
        if problem is not None:
            problems.append(FieldError(name, problem))
        said[column.field] = typed
    return said, problems


def _unreadable(column: Column, typed: str) -> Text | None:
    try:
        column.read(typed)
    except ValueProblem as problem:
        return problem.text
    return None
