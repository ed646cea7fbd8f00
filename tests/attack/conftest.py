"""The whole house, to be attacked."""

from __future__ import annotations

from tests.gateway.conftest import _passwords_quickly, _two_loops, house

__all__ = ["_passwords_quickly", "_two_loops", "house"]
