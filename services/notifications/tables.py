"""Every table of this service: importing this module declares them all, for migrations."""

from __future__ import annotations

from services.notifications.invitations import tables as invitations
from services.notifications.notices import tables as notices
from services.notifications.partners import tables as partners

MODULES = (invitations, notices, partners)
METADATA = invitations.Base.metadata
