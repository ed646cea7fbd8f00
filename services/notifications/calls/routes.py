"""Routes of calls: each operation of `amuddu.contracts`, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts import notifications as contract
from amuddu.kit.web.serving import Serving
from services.notifications.calls import service, words

serve = Serving()

serve(contract.LIST_CALLS, service.to_make)
serve(contract.READ_CALL, service.read)
serve(contract.READ_CALLED_QUESTION, service.asked)
serve(contract.NOTE_ANSWER, service.note_answer)
serve(contract.NOTE_NOBODY, service.note_nobody_answered)
serve(contract.LIST_TO_SAY, words.to_say)
serve(contract.NOTE_SAID, words.note_said)

router = serve.router
