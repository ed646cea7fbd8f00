"""What no single module can promise: imports, settings, templates, deployment files agree."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from amuddu.kit.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {
    "services.profiles.settings": "ProfilesSettings",
    "services.employers.settings": "EmployersSettings",
    "services.matching.settings": "MatchingSettings",
    "services.notifications.settings": "NotificationsSettings",
    "services.support.settings": "SupportSettings",
    "gateway.settings": "GatewaySettings",
}


def variables() -> set[str]:
    """Every environment variable that a process reads."""
    found = {"AMUDDU_SCHEMES_FILE", "AMUDDU_REFERENCE_DIR"}
    for module, name in SETTINGS.items():
        settings: type[Settings] = getattr(importlib.import_module(module), name)
        for field, info in settings.model_fields.items():
            alias = info.validation_alias
            found.add(alias if isinstance(alias, str) else f"AMUDDU_{field.upper()}")
    return found


def test_imports_point_one_way() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports"))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("variable", sorted(variables()))
def test_every_setting_is_documented(variable: str) -> None:
    assert f"`{variable}`" in (ROOT / "README.md").read_text()


def test_the_readme_documents_no_setting_that_is_gone() -> None:
    named = set(re.findall(r"`(AMUDDU_[A-Z_]+)`", (ROOT / "README.md").read_text()))
    of_setup = {"AMUDDU_TORCH_INDEX", "AMUDDU_TORCH", "AMUDDU_LOGIN", "AMUDDU_PASSWORD"} | {
        "AMUDDU_CODE"
    }
    of_tests = {"AMUDDU_CHROMIUM", "AMUDDU_TEST_DATABASE_URL", "AMUDDU_ESCO"} | {
        "AMUDDU_BROWSER_TESTS"
    }
    assert named - variables() <= of_setup | of_tests


def test_files_that_the_readme_links_exist() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text()):
        assert (ROOT / target).exists(), target


def test_every_template_is_used() -> None:
    templates = [path.name for path in (ROOT / "gateway").glob("*/templates/*.html")]
    sources = [*(ROOT / "gateway").rglob("*.py"), *(ROOT / "gateway").glob("*/templates/*.html")]
    text = "\n".join(path.read_text() for path in sources)
    assert len(templates) == len(set(templates)) > 50  # a name says no folder, so it is unique
    assert {name for name in templates if f'"{name}"' not in text} == set()


def test_the_repository_names_no_machine() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    pattern = re.compile(r"(?<![\w.])/(?:work|root|farm)/")
    for name in tracked:
        path = ROOT / name
        if path.suffix in {".png", ".safetensors", ".lock"} or name.endswith("test_consistency.py"):
            continue
        if path.is_file():
            assert not pattern.search(path.read_text(errors="ignore")), name


def test_every_attack_stands_in_the_table_of_threats() -> None:
    said = (ROOT / "docs" / "threats.md").read_text().replace("`tests/attack/", "`")
    named = re.findall(r"`([\w/*.]*test_f[\w*.]+)`", said)
    attacks = ROOT / "tests" / "attack"
    found = {path.relative_to(attacks) for path in attacks.rglob("test_f*.py")}
    assert len(found) >= 15
    lost = [path for path in found if not any(path.match(name) for name in named)]
    assert lost == []
    for name in named:
        assert any(path.match(name) for path in found), f"{name} is no attack"
