"""What is known against our packages is told; what could not be asked is never taken for good."""

from __future__ import annotations

from tools.supply import read, together

GOOD = {"name": "fastapi", "version": "0.1", "vulns": []}
HOLED = {"name": "jinja2", "version": "1.0", "vulns": [{"id": "PYSEC-0000-1"}]}
NOT_ASKED = {"name": "torch", "skip_reason": "could not be reached"}


def test_a_hole_is_named_with_the_version() -> None:
    assert read({"dependencies": [GOOD, HOLED]}).holes == ("jinja2 1.0: PYSEC-0000-1",)


def test_what_could_not_be_asked_is_said_loudly() -> None:
    advice = read({"dependencies": [GOOD, NOT_ASKED]})
    assert advice.unknown == ("torch",)
    assert "NOT CHECKED for 1 packages" in advice.lines()[-1]
    assert "NOT CHECKED" not in read({"dependencies": [GOOD]}).lines()[-1]


def test_a_package_of_two_files_is_counted_once() -> None:
    parts = [{"dependencies": [GOOD, HOLED]}, {"dependencies": [GOOD, NOT_ASKED]}]
    assert together(parts).asked == 3
