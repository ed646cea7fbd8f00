"""Routes of where employers stand: each operation, and the use case that answers."""

from __future__ import annotations

from amuddu.contracts import organisations as contract
from amuddu.kit.web.serving import Serving
from services.employers.organisations.caller import CallerDep
from services.employers.standing import genuine, reading, service

serve = Serving(caller=CallerDep)

serve(contract.LIST_FILES, reading.files)
serve(contract.READ_FILE, reading.file)
serve(contract.DECLARE, service.declare)
serve(contract.VERIFY, service.verify)
serve(contract.HAND_BACK, service.hand_back)
serve(contract.WITHDRAW, service.withdraw)
serve(contract.CORRECT, service.correct)
serve(contract.SUSPEND, service.suspend)
serve(contract.RESUME, service.resume)
serve(contract.MERGE, service.merge)
serve(contract.CHECK_EMPLOYER, genuine.check)
serve(contract.MARKS, genuine.marks)

router = serve.router
