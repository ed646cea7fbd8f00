"""Routes of people: each operation of `amuddu.contracts`, and the use case that answers.

Who may open which profile is decided in `access.py` and `policy.py`: the person, a counsellor of
the agency, the person's agent; in an emergency an administrator. To everybody else it is "not
found".
"""

from __future__ import annotations

from amuddu.contracts import ages as age_contract
from amuddu.contracts import profiles as contract
from amuddu.contracts.follow_up import LIST_RENEWALS
from amuddu.contracts.profiles.witness import NOTE_TALK
from amuddu.kit.web.serving import Serving
from services.profiles.common.dependencies import KeysDep
from services.profiles.people import ages, guardian, queries, renewals, service

serve = Serving(keys=KeysDep)

serve(contract.CREATE_PROFILE, service.create)
serve(contract.LIST_PROFILES, queries.page)
serve(contract.LABEL_PROFILES, queries.labels)
serve(LIST_RENEWALS, renewals.renewals)  # before the profile of an id
serve(age_contract.LIST_YOUNG, ages.young)
serve(contract.READ_PROFILE, queries.read)
serve(contract.CHANGE_PROFILE, service.change)
serve(contract.ERASE_PROFILE, service.erase)
serve(contract.LIST_CONSENTS, queries.consents)
serve(contract.SET_CONSENT, service.set_consent)
serve(contract.LIST_ACCESSES, queries.accesses)
serve(contract.READ_RIGHTS, queries.rights_of)
serve(contract.READ_CONTACT_ROUTE, queries.contact_route)
serve(NOTE_TALK, queries.note_talk)
serve(age_contract.SET_GUARDIAN, guardian.set_guardian)
serve(age_contract.LIST_GUARDIAN, ages.log)

router = serve.router
