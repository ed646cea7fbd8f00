"""The keyring of a process, from its settings."""

from __future__ import annotations

from pathlib import Path

from amuddu.kit.app import open_database
from amuddu.kit.db import Database
from amuddu.kit.errors import Unavailable
from services.profiles.keys.keyring import Keyring
from services.profiles.keys.master import FileMaster, Master, SucceedingMaster, WrongMaster
from services.profiles.keys.transit import TransitMaster
from services.profiles.settings import ProfilesSettings

MIGRATIONS = Path(__file__).parent / "migrations"
DEMO_FILE = "master.key"


def master_of(settings: ProfilesSettings) -> Master:
    """The master key that the settings name; in a demonstration one made at first start."""
    if settings.kms_url and settings.kms_token_file is not None:
        kms = TransitMaster.of(
            settings.kms_url,
            mount=settings.kms_mount,
            key=settings.kms_key,
            token_file=settings.kms_token_file,
            ca_file=settings.kms_ca_file,
        )
        file = settings.master_key_file
        return SucceedingMaster(kms, FileMaster.read(file)) if file else kms
    if settings.master_key_file is not None:
        return FileMaster.read(settings.master_key_file)
    if settings.mode == "production":
        raise WrongMaster("AMUDDU_MASTER_KEY_FILE is needed in production, or AMUDDU_KMS_URL")
    return FileMaster.made_once(settings.data_dir / DEMO_FILE)


def keyring_of(settings: ProfilesSettings, *, database: Database | None = None) -> Keyring:
    """The keyring over the database of keys, which the master key is known to open."""
    master = master_of(settings)
    keys = database or open_database(settings, "keys", settings.keys_database_url, MIGRATIONS)
    keyring = Keyring(keys, master)
    try:
        keyring.check()
    except WrongMaster:
        keyring.close()
        raise
    except Unavailable:
        keyring.close()
        raise WrongMaster("AMUDDU_KMS_URL: the KMS went away while this process started") from None
    return keyring
