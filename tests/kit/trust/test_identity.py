"""Processes know one another by keys of their own."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from amuddu.kit import identity
from amuddu.kit.settings import Settings


def settings(folder: Path, **more: object) -> Settings:
    return Settings(data_dir=folder, identities_dir=None, **more)


def test_what_one_signed_is_known_as_its_own_and_nobody_elses(tmp_path: Path) -> None:
    known = identity.Identities(settings(tmp_path).identities_folder)
    gateway = identity.own(settings(tmp_path), "gateway")
    matching = identity.own(settings(tmp_path), "matching")
    signature = gateway.sign(b"an act")
    assert known.verify("gateway", gateway.key_id, signature, b"an act")
    assert not known.verify("matching", gateway.key_id, signature, b"an act")
    assert not known.verify("gateway", matching.key_id, matching.sign(b"an act"), b"an act")
    assert not known.verify("gateway", gateway.key_id, signature, b"another act")


def test_a_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    first = identity.own(settings(tmp_path), "profiles")
    assert identity.own(settings(tmp_path), "profiles").key_id == first.key_id
    private = settings(tmp_path).identities_folder / "profiles.key"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600


def test_a_key_of_before_still_counts_while_its_public_half_is_there(tmp_path: Path) -> None:
    folder = settings(tmp_path).identities_folder
    before = identity.own(settings(tmp_path), "employers")
    signature = before.sign(b"said then")
    (folder / "employers.pub").rename(folder / "employers.2025.pub")
    (folder / "employers.key").unlink()
    now = identity.own(settings(tmp_path), "employers")
    assert now.key_id != before.key_id
    assert identity.Identities(folder).verify("employers", before.key_id, signature, b"said then")
    (folder / "employers.2025.pub").unlink()
    assert not identity.Identities(folder).verify(
        "employers", before.key_id, signature, b"said then"
    )


def test_in_production_a_process_without_a_key_does_not_start(tmp_path: Path) -> None:
    production = settings(
        tmp_path,
        mode="production",
        secret_key="d443c54944ea987aba28662918c9f790fa6b9f594b93a2e3",
        public_url="https://amuddu.example",
    )
    with pytest.raises(SystemExit, match=r"gateway\.key"):
        identity.own(production, "gateway")
