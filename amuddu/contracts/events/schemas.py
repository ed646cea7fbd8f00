"""JSON Schemas of the events on file, so that a change of contract shows in review.

`make schemas` writes them; a test fails while they differ from the code.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from amuddu.contracts.events.envelope import Event
from amuddu.contracts.events.topics import EVENTS

SCHEMAS = Path(__file__).parent.parent / "json_schemas"
EXAMPLES = Path(__file__).parent.parent / "examples"


def schema_of(event: type[Event]) -> dict[str, Any]:
    """JSON Schema of an event's data."""
    return event.model_json_schema()


def path_of(event: type[Event]) -> Path:
    """File of an event's schema."""
    return SCHEMAS / f"{event.type}.v{event.version}.json"


def example_of(event: type[Event]) -> Path:
    """File of an event's example."""
    return EXAMPLES / f"{event.type}.v{event.version}.json"


def write() -> list[Path]:
    """Write every schema; return the files."""
    SCHEMAS.mkdir(exist_ok=True)
    for event in EVENTS.values():
        text = json.dumps(schema_of(event), indent=2, ensure_ascii=False) + "\n"
        path_of(event).write_text(text)
    return [path_of(event) for event in EVENTS.values()]
