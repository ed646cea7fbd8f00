"""A mapping lets a file keep its own columns: which of them fills which field, and how.

YAML, by field:

    title: Poste                        # the cell of the column "Poste", as it is
    place:
      from: region                      # take this column
      values: {"Casablanca-Settat": casablanca}   # what its cells become, whole cell by whole cell
      default: rabat                    # where the cell is empty or `values` does not name it
    description:
      from: [missions, profil]          # several columns, joined by a line break
    employer_name: {constant: "Atelier Exemple"}
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError

from amuddu.imports.columns import COLUMNS, Kind
from amuddu.kit.errors import FieldError, Invalid
from amuddu.kit.i18n import N_, Text
from amuddu.reference.text import fold


class Rule(BaseModel):
    """How one field is filled."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    source: str | list[str] = Field(default_factory=list, alias="from")
    values: dict[str, Any] = Field(default_factory=dict)
    default: Any = None
    constant: Any = None

    def of(self, cells: Mapping[str, Any]) -> Any:
        """The value for these cells, `None` where there is none."""
        if self.constant is not None:
            return self.constant
        names = [self.source] if isinstance(self.source, str) else self.source
        found = [cells[name] for name in names if cells.get(name) not in (None, "", [])]
        if not found:
            return self.default
        if self.values:
            return self.values.get(str(found[0]).strip(), self.default)
        return found[0] if len(found) == 1 else "\n".join(str(each) for each in found)


class Mapped(RootModel[dict[str, Annotated[Rule | str, Field(union_mode="left_to_right")]]]):
    """A mapping file."""

    def apply(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """Cells by field."""
        rules = {
            field: Rule(source=rule) if isinstance(rule, str) else rule
            for field, rule in self.root.items()
        }
        return {field: rule.of(cells) for field, rule in rules.items()}

    def headers(self) -> dict[str, str]:
        """The file's own name for each field that takes a column."""
        return {field: ", ".join(names) for field, names in self.sources().items() if names}

    def columns(self) -> tuple[str, ...]:
        """The file's columns that are taken, each once."""
        return tuple(dict.fromkeys(name for names in self.sources().values() for name in names))

    def refuse_unknown(self, headers: Collection[str]) -> None:
        """Raise `Invalid` for each field that takes a column which the file does not have."""
        wrong = [
            FieldError(field, _missing(name, headers))
            for field, names in self.sources().items()
            for name in names
            if name not in headers
        ]
        if wrong:
            raise Invalid(N_("Ce fichier de correspondance est à corriger."), fields=wrong)

    def sources(self) -> dict[str, list[str]]:
        """The columns of the file that each field takes; none for a constant."""
        rules = {
            field: rule if isinstance(rule, str) else rule.source
            for field, rule in self.root.items()
        }
        return {field: [rule] if isinstance(rule, str) else rule for field, rule in rules.items()}

    def constants(self) -> dict[str, Any]:
        """What fields are the same in every row."""
        return {
            field: rule.constant
            for field, rule in self.root.items()
            if isinstance(rule, Rule) and rule.constant is not None
        }


def _missing(name: str, headers: Collection[str]) -> Text:
    """That a file has no such column, with the one that was probably meant."""
    folded = {fold(header): header for header in headers}
    meant = difflib.get_close_matches(fold(name), folded, n=1, cutoff=_CLOSE)
    said = {"column": name, "columns": ", ".join(headers)}
    if not meant:
        return Text(
            N_("Le fichier n'a pas de colonne « {column} ». Ses colonnes : {columns}."), said
        )
    return Text(
        N_(
            "Le fichier n'a pas de colonne « {column} ». Vouliez-vous dire « {meant} » ? "
            "Ses colonnes : {columns}."
        ),
        said | {"meant": folded[meant[0]]},
    )


def load(path: Path, kind: Kind) -> Mapped:
    """A mapping file. Raises `Invalid` naming what is wrong in it."""
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        raise Invalid(N_("Ce fichier de correspondance n'est pas du YAML valable.")) from None
    return parse(written, kind)


def parse(written: Any, kind: Kind) -> Mapped:
    """A mapping as it was written or kept. Raises `Invalid` naming what is wrong in it."""
    try:
        mapping = Mapped.model_validate(written)
    except ValidationError as error:
        fields = [
            FieldError(str(item["loc"][0]), _UNREADABLE) for item in error.errors() if item["loc"]
        ]
        raise Invalid(N_("Ce fichier de correspondance est à corriger."), fields=fields) from None
    known = {column.field for column in COLUMNS[kind]}
    strange = [field for field in mapping.root if field not in known]
    if strange:
        text = Text(
            N_("Champ inconnu. Champs possibles : {fields}."), {"fields": ", ".join(sorted(known))}
        )
        raise Invalid(
            N_("Ce fichier de correspondance est à corriger."),
            fields=[FieldError(field, text) for field in strange],
        )
    return mapping


_CLOSE = 0.6
"""How alike two names have to be for one to stand for the other, of 1."""
_UNREADABLE = Text(N_("Règle illisible : écrivez le nom d'une colonne, ou from, values, default."))
