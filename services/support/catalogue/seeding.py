"""The centres that the product knows from the start: facts with their source, and no course."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

import yaml
from fastapi import FastAPI

from amuddu.contracts.support.catalogue import CentreIn
from amuddu.kit.db import Session
from services.support.catalogue import repository, service, words


@cache
def known() -> tuple[CentreIn, ...]:
    """What the bundled file says."""
    path = files("services.support.catalogue").joinpath("data", "centres.yaml")
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(CentreIn.model_validate(each) for each in written["centres"])


def seed(session: Session) -> int:
    """Enter those that are not there; one that somebody changed stays as they left it."""
    repository.one_at_a_time(session)
    new = [
        each for each in known() if not repository.centre_named(session, words.name_key(each.name))
    ]
    for each in new:
        service.new_centre(session, each)
    return len(new)


@contextmanager
def seeded(app: FastAPI) -> Iterator[None]:
    """Seed when the process starts."""
    with app.state.database.session() as session:
        seed(session)
    yield
