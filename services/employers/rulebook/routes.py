"""Routes of the rules' versions: each operation of `amuddu.contracts.rules.versions`."""

from __future__ import annotations

from amuddu.contracts.rules import versions as contract
from amuddu.kit.web.serving import Serving
from services.employers.organisations.caller import CallerDep
from services.employers.rulebook import service

serve = Serving(caller=CallerDep)

serve(contract.LIST_FACTS, service.every_fact)
serve(contract.READ_FACT, service.fact)
serve(contract.TRY_VERSION, service.trial)
serve(contract.LIST_VERSIONS, service.versions)
serve(contract.READ_VERSION, service.version)
serve(contract.STANDING, service.standing)
serve.steps(contract.RULE_VERSION, service)

router = serve.router
