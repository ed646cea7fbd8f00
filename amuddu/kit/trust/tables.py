"""The table of tokens that were taken, which every service's database has (`spent.py` says why).

In a metadata of its own, so services that share a process do not collide.
"""

from __future__ import annotations

from sqlalchemy import Column, DateTime, MetaData, String, Table

metadata = MetaData()

spent_token = Table(
    "spent_token",
    metadata,
    Column("jti", String(64), primary_key=True),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    prefixes=["UNLOGGED"],
)
