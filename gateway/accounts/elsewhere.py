"""Use cases of signing in by a provider: going there, coming back, what opens then."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request

from amuddu.kit.db import Database
from amuddu.kit.errors import Forbidden, NotFound
from amuddu.kit.i18n import N_
from gateway.accounts.signing_in import Signed, counting_bad_links, device_of
from gateway.clients.identity_providers import IdentityProviders, ProviderRefused
from gateway.credentials import invitations, proofs
from gateway.credentials import sessions as own_sessions
from gateway.credentials.kept import Keys
from gateway.sessions import passwords, strength, tries
from gateway.sessions import service as accounts
from gateway.sessions.security import browser_kind, client_address
from gateway.sessions.service import Identity, Outside, SessionKind
from gateway.sessions.tables import Account
from gateway.sessions.tries import Counted
from gateway.settings import GatewaySettings
from gateway.single_sign_on import flow, identities, protocol
from gateway.single_sign_on.flow import Leaving, Purpose, Returned
from gateway.single_sign_on.protocol import Known
from gateway.single_sign_on.providers import Provider

_GOINGS = 60
"""Times that one address may set out for a provider and not come back before each next waits."""


class NotLinked(Forbidden):
    """The provider knows this person, and no account here is theirs."""

    code = "identity_not_linked"
    default = N_(
        "Votre organisation vous connaît, mais aucun compte ouvert ici n'est relié à elle. Si vous "
        "avez un compte, connectez-vous avec votre mot de passe, puis reliez-le sur la page « Mon "
        "accès ». Sinon, demandez une invitation."
    )


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What every step needs: the settings' providers, the way to them, where secrets open."""

    request: Request

    @property
    def settings(self) -> GatewaySettings:
        found: GatewaySettings = self.request.app.state.settings
        return found

    @property
    def providers(self) -> Mapping[str, Provider]:
        found: Mapping[str, Provider] = self.request.app.state.providers
        return found

    @property
    def clients(self) -> IdentityProviders:
        found: IdentityProviders = self.request.app.state.identity_providers
        return found

    @property
    def database(self) -> Database:
        found: Database = self.request.app.state.database
        return found

    @property
    def keys(self) -> Keys:
        return Keys.of(self.settings)

    def provider(self, provider_id: str) -> Provider:
        """A provider by its id. Raises `NotFound`."""
        found = self.providers.get(provider_id)
        if found is None:
            raise NotFound
        return found

    def back(self, provider: Provider) -> str:
        """The one address to which this provider sends people back: another provider's answer
        never comes here."""
        base = self.settings.public_url.rstrip("/")
        return f"{base}{flow.PATH}/retour/{provider.id}"


def leave(
    at: Elsewhere, provider: Provider, purpose: Purpose, *, lang: str, target: str, bound: str = ""
) -> tuple[str, str]:
    """The address to go to, and the cookie to take along. Raises `ProviderAway`,
    `TooManyRequests`."""
    tries.take(at.database, (_going(at),))
    asked = protocol.asked()
    address = protocol.address_to(
        at.clients,
        provider,
        asked,
        back=at.back(provider),
        lang=lang,
        again=purpose == "proof",
    )
    carried = Leaving(
        provider=provider.id,
        purpose=purpose,
        until=flow.until(),
        bound=bound,
        state=asked.state,
        nonce=asked.nonce,
        verifier=asked.verifier,
        target=target,
    )
    return address, flow.written(carried, at.settings)


def _going(at: Elsewhere) -> Counted:
    """What setting out counts against; who comes back as somebody gets it back."""
    return Counted(accounts.digest(f"elsewhere:{client_address(at.request)}"), _GOINGS)


def come_back(
    at: Elsewhere, provider: Provider, *, state: str, code: str, issuer: str | None, cookie: str
) -> tuple[Leaving, Known]:
    """Who came back, and for what they had gone. Raises `ProviderRefused`, `ProviderAway`."""
    carried = flow.leaving(cookie, at.settings, provider=provider.id, state=state)
    if issuer is not None and issuer != provider.issuer:  # RFC 9207: a mix-up of providers
        raise ProviderRefused
    if not code:
        raise ProviderRefused(N_("Vous n'avez pas été connecté par votre organisation."))
    known = protocol.who(
        at.clients,
        provider,
        carried.request,
        code,
        back=at.back(provider),
        again=carried.purpose == "proof",
    )
    with at.database.session() as session:
        tries.give_back(session, (_going(at),))
    return carried, known


def sign_in(at: Elsewhere, provider: Provider, known: Known) -> Signed:
    """Begin a session; a half one where the account asks a second proof and the provider asked
    none. Raises `NotLinked`."""
    with at.database.session() as session:
        found = identities.account_of(session, at.keys, provider, known.subject)
    if found is None:
        raise NotLinked
    identity, account = found
    outside = Outside(identity.id, identities.outside_digest(provider, known.session))
    return _begun(at, account, outside, proved=known.proved)


def _begun(at: Elsewhere, account: Account, outside: Outside, *, proved: bool) -> Signed:
    asks = account.proof_since is not None and not proved
    kind: SessionKind = "half" if asks else "page"
    with at.database.session() as session:
        token = accounts.open_session(
            session,
            account,
            kind=kind,
            hours=at.settings.session_hours,
            browser=browser_kind(at.request),
            proved=proved and not asks,
            outside=outside,
        )
    device = device_of(at.request).with_mark(account.id, account.password_hash)
    return Signed(account, token, device, kind)


def prove(at: Elsewhere, provider: Provider, known: Known, *, session_digest: str) -> None:
    """Take the proof that the provider has just asked, where this session was opened by the same
    person there. Raises `ProviderRefused`."""
    with at.database.session() as session:
        opened_with = identities.in_session(session, session_digest)
        found = identities.account_of(session, at.keys, provider, known.subject)
        if opened_with is None or found is None or found[0].id != opened_with.id:
            raise ProviderRefused
        proofs.proved(session, session_digest)


def returned(provider: Provider, carried: Leaving, known: Known) -> Returned:
    """What is kept while somebody is asked whether they mean it."""
    return Returned(
        provider=provider.id,
        purpose=carried.purpose,
        until=flow.until(),
        bound=carried.bound,
        subject=known.subject,
        session=known.session,
        proved=known.proved,
    )


def link(at: Elsewhere, mine: Identity, *, session_digest: str, cookie: str) -> None:
    """Link what this browser came back with to my account. Raises `ProviderRefused` in another
    session, `LinkedElsewhere`."""
    carried = flow.returned(cookie, at.settings, purpose="link")
    if carried.bound != session_digest:
        raise ProviderRefused
    provider = at.provider(carried.provider)
    with at.database.session() as session:
        account = own_sessions.account(session, mine.account_id)
        identities.link(session, at.keys, provider, carried.subject, account)


def accept(at: Elsewhere, carried: Returned, *, login: str, name: str) -> Signed:
    """Make the account that was offered, linked to who came back, and begin its first session.

    Nobody knows its password; a code of an administrator sets another. Raises `InvitationOver`,
    `Invalid`, `LinkedElsewhere`.
    """
    provider = at.provider(carried.provider)
    password = secrets.token_urlsafe(40)[: strength.LONGEST]
    with counting_bad_links(at.request), at.database.session() as session:
        invitations.read(session, carried.bound)
    with passwords.room(known=False).place(client_address(at.request)):
        secret = passwords.hashed(password)
    with at.database.session() as session:
        account = invitations.accept(
            session,
            carried.bound,
            login=login,
            name=name,
            password=password,
            password_hash=secret,
        )
        row = identities.link(session, at.keys, provider, carried.subject, account)
    outside = Outside(row.id, identities.outside_digest(provider, carried.session))
    return _begun(at, account, outside, proved=carried.proved)


def end_there(at: Elsewhere, session_token: str) -> tuple[str, str] | None:
    """Name of the provider that opened a session, and where one signs out there too."""
    with at.database.session() as session:
        row = identities.in_session(session, accounts.digest(session_token))
    provider = at.providers.get(row.provider) if row else None
    if provider is None:
        return None
    home = at.settings.public_url.rstrip("/") + "/"
    address = protocol.address_of_end(at.clients, provider, back=home)
    return (provider.name, address) if address else None
