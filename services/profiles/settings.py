"""Settings of the profiles service."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Self

from pydantic import Field, model_validator

from amuddu.kit.production import refusals
from amuddu.kit.settings import Settings


class ProfilesSettings(Settings):
    """What every process needs to know, and where people's profiles are kept."""

    needs_secret: ClassVar[bool] = True
    database_url: str = Field(default="", validation_alias="AMUDDU_PROFILES_DATABASE_URL")
    """PostgreSQL of this service; empty: an embedded one in `data_dir`."""

    keys_database_url: str = Field(default="", validation_alias="AMUDDU_KEYS_DATABASE_URL")
    """PostgreSQL of people's wrapped keys, backed up apart from their data; empty: embedded."""
    master_key_file: Path | None = Field(default=None, validation_alias="AMUDDU_MASTER_KEY_FILE")
    """File of the master key that wraps them; unset: one made in `data_dir` (demo mode). Beside
    a KMS it only opens what it wrapped, until `amuddu vault rotate-master` is done."""

    kms_url: str = Field(default="", validation_alias="AMUDDU_KMS_URL")
    """KMS that wraps them in place of a file: the address of a HashiCorp Vault."""
    kms_mount: str = Field(
        default="transit", validation_alias="AMUDDU_KMS_MOUNT", pattern=r"^[\w-]+(/[\w-]+)*$"
    )
    """Where its Transit engine is mounted."""
    kms_key: str = Field(default="amuddu", validation_alias="AMUDDU_KMS_KEY", pattern=r"^[\w-]+$")
    """Name of the key there."""
    kms_token_file: Path | None = Field(default=None, validation_alias="AMUDDU_KMS_TOKEN_FILE")
    """File with the token that opens the KMS, read at each call: an agent renews it."""
    kms_ca_file: Path | None = Field(default=None, validation_alias="AMUDDU_KMS_CA_FILE")
    """Certificates of the authority that signed the KMS's; unset: the system's."""

    papers_dir: Path | None = Field(default=None, validation_alias="AMUDDU_PAPERS_DIR")
    """Folder of the sealed papers of hires, the same for every process of this service; unset:
    `papers` in `data_dir`."""
    clamd_socket: Path | None = Field(default=None, validation_alias="AMUDDU_CLAMD_SOCKET")
    """Socket of clamd, which looks at each file before it is kept; unset: files are examined,
    photos made anew, and nothing is known of viruses."""

    @model_validator(mode="after")
    def _kms_complete(self) -> Self:
        if self.kms_url and self.kms_token_file is None:
            raise ValueError("AMUDDU_KMS_TOKEN_FILE is needed with AMUDDU_KMS_URL")
        if self.mode == "production" and self.kms_url and refusals.plain_address(self.kms_url):
            raise ValueError(
                "AMUDDU_KMS_URL must begin with https:// in production: people's keys travel there"
            )
        return self
