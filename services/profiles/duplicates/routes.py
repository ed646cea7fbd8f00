"""Routes of duplicates and merges: each operation of the contract, and its use case."""

from __future__ import annotations

from amuddu.contracts.profiles import duplicates as contract
from amuddu.kit.web.serving import Serving
from services.profiles.duplicates import comparing, merging

serve = Serving()

serve(contract.LIST_DUPLICATES, comparing.page)
serve(contract.COMPARE_DUPLICATES, comparing.compare)
serve(contract.TELL_APART, comparing.tell_apart)
serve(contract.MERGE_DUPLICATES, merging.merge)
serve(contract.LIST_MERGES, merging.merges)
serve(contract.UNDO_MERGE, merging.undo)

router = serve.router
