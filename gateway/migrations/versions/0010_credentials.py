"""Contacts of accounts, one-time links and codes, second proofs, invitations."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010_credentials"
down_revision = "0009_organisations"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "recovery_code",
    "passkey",
    "totp",
    "account_message",
    "staff_invitation",
    "recovery_request",
    "one_time",
    "account_contact",
)


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Uuid(), primary_key=True)


def _of_account(**options: Any) -> sa.Column[Any]:
    whose = sa.ForeignKey("account.id", ondelete="CASCADE")
    return sa.Column("account_id", sa.Uuid(), whose, **options)


def _moment(name: str, *, nullable: bool = False, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, MOMENT, nullable=nullable, **options)


def _sealed() -> sa.Column[Any]:
    return sa.Column("sealed", sa.LargeBinary(), nullable=False)


def upgrade() -> None:
    _contacts()
    _messages()
    _proofs()
    op.add_column("account", sa.Column("proof_since", MOMENT))
    op.add_column("session", sa.Column("proved_at", MOMENT))
    op.add_column("session", sa.Column("challenge", sa.LargeBinary()))
    op.add_column("session", sa.Column("browser", sa.String(40), nullable=False, server_default=""))


def _contacts() -> None:
    op.create_table(
        "account_contact",
        _id(),
        _of_account(nullable=False, index=True),
        sa.Column("channel", sa.String(5), nullable=False),
        _sealed(),
        sa.Column("digest", sa.String(64), nullable=False, index=True),
        _moment("verified_at", nullable=True),
        _moment("created_at"),
    )
    op.create_index(
        "account_contact_verified",
        "account_contact",
        ["account_id", "channel"],
        unique=True,
        postgresql_where=sa.text("verified_at IS NOT NULL"),
    )
    contact = sa.ForeignKey("account_contact.id", ondelete="CASCADE")
    op.create_table(
        "one_time",
        _id(),
        _of_account(nullable=False, index=True),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("contact_id", sa.Uuid(), contact),
        sa.Column("digest", sa.String(64), unique=True),
        sa.Column("frees_proofs", sa.Boolean(), nullable=False),
        _moment("expires_at"),
        _moment("spent_at", nullable=True),
        _moment("created_at"),
    )
    op.create_table("recovery_request", _id(), _sealed(), _moment("created_at"))


def _messages() -> None:
    op.create_table(
        "staff_invitation",
        _id(),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("agency_id", sa.String(80), sa.ForeignKey("agency.id")),
        sa.Column("employer_id", sa.Uuid()),
        sa.Column("organisation", sa.String(160)),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(64), unique=True),
        _moment("expires_at"),
        _moment("accepted_at", nullable=True),
        _moment("withdrawn_at", nullable=True),
        _moment("created_at"),
    )
    link = sa.ForeignKey("one_time.id", ondelete="CASCADE")
    invitation = sa.ForeignKey("staff_invitation.id", ondelete="CASCADE")
    op.create_table(
        "account_message",
        _id(),
        _of_account(index=True),
        sa.Column("one_time_id", sa.Uuid(), link),
        sa.Column("invitation_id", sa.Uuid(), invitation),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("channel", sa.String(5), nullable=False),
        _sealed(),
        sa.Column("language", sa.String(2), nullable=False),
        _moment("handed_at", nullable=True),
        _moment("created_at"),
    )


def _proofs() -> None:
    op.create_table(
        "totp",
        _of_account(primary_key=True),
        _sealed(),
        _moment("confirmed_at", nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        _moment("created_at"),
    )
    op.create_table(
        "passkey",
        _id(),
        _of_account(nullable=False, index=True),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.String(40), nullable=False),
        _moment("created_at"),
        _moment("used_at", nullable=True),
    )
    op.create_table(
        "recovery_code",
        sa.Column("digest", sa.String(64), primary_key=True),
        _of_account(nullable=False, index=True),
        _moment("spent_at", nullable=True),
        _moment("created_at"),
    )


def downgrade() -> None:
    for column in ("browser", "challenge", "proved_at"):
        op.drop_column("session", column)
    op.drop_column("account", "proof_since")
    for table in TABLES:
        op.drop_table(table)
