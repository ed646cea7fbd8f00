"""What this service tells of certificates: that one is ready to be printed, or holds no more."""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.contracts.news import NewsKind
from amuddu.contracts.support.certificates import CertificateMoved, CertificateStep
from amuddu.kit.db import Session
from services.notifications.news.telling import About, tell

_KINDS: Mapping[CertificateStep, NewsKind] = {"issue": "paper_ready", "revoke": "paper_off"}


def moved(session: Session, event: CertificateMoved) -> None:
    """A step of a certificate; who took it is the coordination, so the person is told of both."""
    ident = f"{event.certificate_id}:{event.at.isoformat()}"
    about = About(profile_id=event.profile_id, request_id=event.request_id)
    tell(session, _KINDS[event.step], ident, {"person": str(event.profile_id)}, about)
