"""The products that the product knows from the start: facts with their source."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

import yaml
from fastapi import FastAPI

from amuddu.contracts.support.finance import ProductIn
from amuddu.kit import clock
from amuddu.kit.db import Session
from services.support.finance import repository, service


@cache
def known() -> tuple[ProductIn, ...]:
    """What the bundled file says."""
    path = files("services.support.finance").joinpath("data", "products.yaml")
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(ProductIn.model_validate(each) for each in written["products"])


def seed(session: Session) -> int:
    """Enter them where nobody has entered anything yet: from then on the directory is kept by
    hand."""
    repository.one_at_a_time(session)
    if repository.listed(session, None, None, limit=1, offset=0)[1]:
        return 0
    for each in known():
        service.new_product(session, each, on=clock.today())
    return len(known())


@contextmanager
def seeded(app: FastAPI) -> Iterator[None]:
    """Seed when the process starts."""
    with app.state.database.session() as session:
        seed(session)
    yield
