"""`requirements/` holds all that pyproject.toml asks for, hashed, and names no index."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.lock import LOCKS, SETS, TORCH_NEEDS, WITH_TORCH, direct

NAMES = (*SETS, "build")
PINNED = re.compile(
    r"^([A-Za-z0-9._-]+)==([^\s;]+)(?: ; .+?)? \\\n((?:    --hash=sha256:.*\n)+)", re.M
)


@cache
def pinned(name: str) -> dict[str, str]:
    """The version of each package of a file."""
    text = (LOCKS / f"{name}.txt").read_text()
    return {canonicalize_name(package): version for package, version, _ in PINNED.findall(text)}


def missing(asked: list[str], there: dict[str, str]) -> list[str]:
    """Requirements that no pin meets. PyTorch is pinned elsewhere."""
    wanted = [Requirement(text) for text in asked]
    return [
        str(one)
        for one in wanted
        if one.name != "torch"
        and not one.specifier.contains(
            there.get(canonicalize_name(one.name), "0"), prereleases=True
        )
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_holds_what_is_asked_for(name: str) -> None:
    assert missing(direct(name), pinned(name)) == [], "run `make lock`"


def test_what_a_file_lacks_is_seen() -> None:
    there = {**pinned("run"), "fastapi": "0.1"}
    del there["alembic"]
    lacking = {Requirement(text).name for text in missing(direct("run"), there)}
    assert lacking == {"alembic", "fastapi"}


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_a_pin_with_hashes(name: str) -> None:
    text = (LOCKS / f"{name}.txt").read_text()
    rest = PINNED.sub("", text)
    assert [line for line in rest.splitlines() if not line.startswith("#")] == []
    assert "://" not in text


def test_all_files_agree_on_a_version() -> None:
    dev = pinned("dev")
    for name in NAMES:
        # Beside `supply`, which nothing runs with, `dev` holds every package.
        there = {one: dev.get(one, version) for one, version in pinned(name).items()}
        assert pinned(name) == there
        assert name == "supply" or pinned(name).keys() <= dev.keys()


def test_pytorch_is_apart_and_what_it_needs_is_there() -> None:
    asked = [Requirement(text) for text in requires("torch") or []]
    needed = {one.name for one in asked if one.marker is None or one.marker.evaluate({"extra": ""})}
    assert {canonicalize_name(one) for one in needed} <= {canonicalize_name(x) for x in TORCH_NEEDS}
    for name in NAMES:
        assert "torch" not in pinned(name)
        if name in WITH_TORCH:
            assert {canonicalize_name(one) for one in TORCH_NEEDS} <= pinned(name).keys()


@pytest.mark.parametrize("name", SETS)
def test_nothing_is_missing_where_nothing_is_resolved(name: str) -> None:
    """pip is told `--no-deps`: a file holds all that its packages need."""
    lacking: set[str] = set()
    for package in pinned(name):
        try:
            listed = requires(package) or []
        except PackageNotFoundError:
            continue  # for another system
        needed = [Requirement(text) for text in listed]
        lacking |= {
            canonicalize_name(one.name)
            for one in needed
            if one.marker is None or one.marker.evaluate({"extra": ""})
        } - {"torch", *pinned(name)}
    assert lacking == set()
