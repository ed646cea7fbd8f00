"""The whole house, as the gateway's tests build it."""

from __future__ import annotations

from tests.gateway.conftest import _passwords_quickly as _passwords_quickly
from tests.gateway.conftest import house as house
