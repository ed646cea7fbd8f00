"""Every table of this service: importing this module declares them all, for migrations."""

from __future__ import annotations

from services.support.catalogue import tables as catalogue
from services.support.certificates import tables as certificates
from services.support.common import tables as common
from services.support.desks import tables as desks
from services.support.finance import tables as finance
from services.support.places import tables as places
from services.support.scholarships import tables as scholarships

MODULES = (catalogue, certificates, common, desks, finance, places, scholarships)
METADATA = common.Base.metadata
