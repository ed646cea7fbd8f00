"""What a published vocabulary says, under the fields of the documented columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from amuddu.imports.parsing.said import N_, Said


@dataclass(slots=True)
class Found:
    """Cells by field; notes as field, sentence, whether something is left out; and names of what
    the object holds beyond that."""

    cells: dict[str, Any] = field(default_factory=dict)
    notes: list[tuple[str, Said, bool]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def put(self, name: str, value: Any) -> None:
        """Fill a field, where there is something to fill it with."""
        if value not in (None, "", [], {}):
            self.cells[name] = value

    def put_first(self, name: str, values: Iterable[Any]) -> None:
        """Fill a field that holds one value with the first; the others are named."""
        several = [value for value in values if value not in (None, "", [], {})]
        if several:
            self.put(name, several[0])
        if len(several) > 1:
            said = Said(
                N_("Seule la première des {count} valeurs est lue."), {"count": len(several)}
            )
            self.notes.append((name, said, True))

    def put_name(self, written: str) -> None:
        """Fill the names of a person from both in one text, without a guess which is which.

        A family name in capitals is one: `EXEMPLE Awa`.
        """
        words = written.split()
        family = [word for word in words if len(word) > 1 and word.isupper()]
        if family and len(family) < len(words):
            self.put("given_name", " ".join(word for word in words if word not in family))
            self.put("family_name", " ".join(family))
            return
        self.put("given_name", " ".join(words))
        if len(words) > 1:
            self.notes.append(("given_name", Said(_WHOLE_NAME), False))

    def rest(self, value: dict[str, Any], used: set[str], path: str = "") -> None:
        """Name what is not used and holds something; `@type` and the like hold nothing."""
        for key, inner in value.items():
            if (
                key not in used
                and not key.startswith(("@", "$"))
                and inner not in (None, "", [], {})
            ):
                self.left.append(f"{path}{key}")


def several(value: Any) -> list[Any]:
    """A value that may stand alone or in a list, as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def at(value: Any, *path: str) -> Any:
    """What stands under a path of keys; of a list its first element, `None` where nothing does."""
    for key in path:
        if isinstance(value, list):
            value = value[0] if value else None
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


_WHOLE_NAME = N_("Le nom entier est dans le prénom : séparez-les si besoin.")
