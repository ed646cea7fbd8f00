"""The whole house of the gateway's tests, to be attacked."""

from __future__ import annotations

from tests.gateway.conftest import _passwords_quickly, _two_loops, house
from tests.services.profiles.conftest import keys

__all__ = ["_passwords_quickly", "_two_loops", "house", "keys"]
