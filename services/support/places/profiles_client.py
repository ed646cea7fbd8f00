"""How this service asks profiles who somebody is for a reader, and what is in the way of a course.

It asks on its own account and names the reader. Profiles asks the gateway whether that very
reader is there, decides whether they may, and writes the reading down under their name.
"""

from __future__ import annotations

from uuid import UUID

import httpx2
from pydantic import TypeAdapter, ValidationError

from amuddu.contracts.profiles.hireability import RouteReader
from amuddu.contracts.profiles.training import JUDGE_TRAINING, TrainingIn, TrainingJudged
from amuddu.contracts.support.catalogue import Criteria
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Actor, service_actor
from amuddu.kit.errors import Forbidden, NotFound, Unavailable
from amuddu.kit.observability import logs, tracing
from amuddu.kit.trust.calls import Asking
from amuddu.kit.trust.tokens import Signer
from amuddu.kit.web.http import CORRELATION

log = logs.get(__name__)

TIMEOUT_SECONDS = 5.0


class ProfilesClient:
    """Client of the profiles service. `http` has the service's address as its base."""

    def __init__(self, http: httpx2.Client, signer: Signer) -> None:
        self._http = http
        self._asking = Asking(signer, JUDGE_TRAINING.service, service_actor(signer.name))

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def judged(
        self,
        profile_id: UUID | None,
        criteria: Criteria,
        *,
        right: str | None = None,
        lang: Lang,
        reader: Actor,
    ) -> TrainingJudged:
        """What is in the way for somebody, the reader themselves where nobody is named; of the
        paper only where a right is named.

        Raises `NotFound` for somebody whom the reader neither is nor follows, `Unavailable`.
        """
        body = TrainingIn(
            profile_id=profile_id,
            right=right,
            age_least=criteria.age_least,
            age_most=criteria.age_most,
            languages=criteria.languages,
            lang=lang,
            reader=RouteReader.of(reader),
        )
        try:
            response = self._http.request(
                JUDGE_TRAINING.method,
                JUDGE_TRAINING.address(),
                json=body.model_dump(mode="json"),
                headers=tracing.inject({CORRELATION: logs.correlation_id() or "support-0"}),
                auth=self._asking,
            )
            if response.status_code == httpx2.codes.OK:
                return TypeAdapter(JUDGE_TRAINING.out).validate_json(response.content)
            if response.status_code == NotFound.status:
                raise NotFound
            if response.status_code == Forbidden.status:
                raise Forbidden
            why = f"http {response.status_code}"
        except (httpx2.HTTPError, ValidationError) as error:
            why = type(error).__name__  # the message may quote an address or an answer
        log.warning("profiles cannot be asked", what=JUDGE_TRAINING.name, why=why)
        raise Unavailable(retry_after=2)
