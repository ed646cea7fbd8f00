"""In production a process refuses what would hand people's data over, in one line with the fix."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.kit.app import open_database
from amuddu.kit.production import refusals
from amuddu.kit.settings import Settings, WrongSettings
from services.matching.settings import MatchingSettings
from services.notifications.settings import NotificationsSettings
from services.profiles.settings import ProfilesSettings

SECRET = "d98af68da7310e1eda6ec7e3ea24bbe0c5972a183a60aa0a"
DATABASE = "AMUDDU_PROFILES_DATABASE_URL"
SAFE = f"postgresql://profiles:{SECRET}@db.example/profiles?sslmode=verify-full"
RIGHT: dict[str, Any] = {
    "mode": "production",
    "secret_key": SECRET,
    "public_url": "https://amuddu.example",
    DATABASE: SAFE,
}
WEAK = [
    "short",
    "a" * 64,
    "ab" * 32,
    "a-secret-for-tests-only-0123456789abcdef",
    "please-change-this-before-going-live-1",
    "Amuddu2026Amuddu2026Amuddu2026Rabat",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxy",
    "name a secret of 32 characters or more",
]


def refused(change: dict[str, Any]) -> str:
    """What a process of profiles says as it stops."""
    with pytest.raises(WrongSettings) as stopped:
        ProfilesSettings.model_validate({**RIGHT, **change})
    return str(stopped.value)


def test_what_is_right_starts() -> None:
    assert ProfilesSettings.model_validate(RIGHT).mode == "production"


@pytest.mark.parametrize("secret", WEAK)
def test_a_weak_secret_is_refused_and_not_repeated(secret: str) -> None:
    said = refused({"secret_key": secret})
    assert said.startswith("amuddu: AMUDDU_SECRET_KEY ")
    assert "openssl rand -hex 32" in said
    assert len(said.splitlines()) == 1
    assert secret not in said


@given(st.integers(min_value=0))
def test_what_a_machine_makes_is_no_weak_secret(seed: int) -> None:
    made = hashlib.sha256(str(seed).encode()).hexdigest()
    guessed = any(word in made for word in ("123456", "abcdef"))
    assert guessed or refusals.weak_secret(made) is None
    assert guessed or refusals.weak_secret(made[:32]) is None


@pytest.mark.parametrize(
    ("change", "named", "fix"),
    [
        ({"profiles_url": "http://profiles:8001"}, "AMUDDU_PROFILES_URL", "https://"),
        ({"matching_url": "http://10.0.0.3"}, "AMUDDU_MATCHING_URL", "=services"),
        (
            {"gateway_inside_url": "http://gateway:9000"},
            "AMUDDU_GATEWAY_INSIDE_URL",
            "https://",
        ),
        ({"previous_secret_keys": "older"}, "AMUDDU_PREVIOUS_SECRET_KEYS", "leave it out"),
        ({DATABASE: SAFE.partition("?")[0]}, DATABASE, "sslmode=verify-full"),
        ({DATABASE: SAFE.replace("verify-full", "prefer")}, DATABASE, "sslmode=verify-full"),
        ({DATABASE: SAFE.replace(SECRET, "profiles")}, DATABASE, "openssl"),
        ({DATABASE: SAFE.replace(SECRET, "postgres-postgres-1")}, DATABASE, "openssl"),
        ({"bus": "kafka", "kafka_servers": "k:9092"}, "AMUDDU_KAFKA_SECURITY", "sasl_ssl"),
        (
            {
                "bus": "kafka",
                "kafka_servers": "127.0.0.1:1,k:9092",
                "kafka_security": "sasl_plaintext",
                "kafka_user": "u",
                "kafka_password": SECRET,
            },
            "AMUDDU_KAFKA_SECURITY",
            "=kafka",
        ),
        ({"kafka_password": "demo-demo-demo-demo-demo"}, "AMUDDU_KAFKA_PASSWORD", "openssl"),
    ],
)
def test_each_refusal_is_one_line_that_names_the_variable_and_the_fix(
    change: dict[str, Any], named: str, fix: str
) -> None:
    said = refused(change)
    assert said.startswith(f"amuddu: {named}")
    assert fix in said
    assert len(said.splitlines()) == 1
    assert SECRET not in said


def test_each_wrong_one_has_its_line() -> None:
    said = refused({"secret_key": "short", "profiles_url": "http://profiles"})
    assert [line.split()[1] for line in said.splitlines()] == [
        "AMUDDU_SECRET_KEY",
        "AMUDDU_PROFILES_URL",
    ]


@pytest.mark.parametrize(
    ("said", "change"),
    [
        ("services", {"profiles_url": "http://profiles:8001"}),
        ("database", {DATABASE: SAFE.partition("?")[0]}),
        ("kafka", {"bus": "kafka", "kafka_servers": "k:9092"}),
        ("", {"profiles_url": "http://127.0.0.1:8001"}),
        ("", {DATABASE: SAFE.partition("?")[0].replace("db.example", "localhost")}),
        ("", {"bus": "kafka", "kafka_servers": "localhost:9092"}),
    ],
)
def test_what_stays_on_this_machine_or_is_said_out_loud_is_allowed(
    said: str, change: dict[str, Any]
) -> None:
    settings = ProfilesSettings.model_validate({**RIGHT, **change, "plaintext_allowed": said})
    assert settings.plaintext_allowed == said


def test_only_a_process_that_signs_with_it_needs_a_secret(tmp_path: Path) -> None:
    for kind in (ProfilesSettings, NotificationsSettings):
        without = kind.model_validate({**RIGHT, "secret_key": ""})
        with pytest.raises(WrongSettings, match="AMUDDU_SECRET_KEY"):
            open_database(without, "profiles", SAFE, tmp_path)
    for other in (MatchingSettings, Settings):
        other.model_validate({**RIGHT, "secret_key": ""}).refuse_without_secret()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({}, "AMUDDU_SMTP_USER"),
        ({"smtp_user": "u"}, "AMUDDU_SMTP_PASSWORD"),
        (
            {"smtp_user": "u", "smtp_password": SECRET, "smtp_host": "mail.example"},
            "AMUDDU_SMTP_TLS",
        ),
    ],
)
def test_a_sender_without_a_mail_account_is_refused(change: dict[str, Any], named: str) -> None:
    settings = NotificationsSettings.model_validate({**RIGHT, **change})
    with pytest.raises(WrongSettings, match=named):
        settings.refuse_without_mail()


def test_a_mail_catcher_is_said_out_loud() -> None:
    told = {**RIGHT, "plaintext_allowed": "mail", "smtp_host": "mail"}
    NotificationsSettings.model_validate(told).refuse_without_mail()
