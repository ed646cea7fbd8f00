"""The papers of a claim's documents: added and taken away one at a time, shown beside the form."""

from __future__ import annotations

from base64 import b64encode
from contextlib import suppress
from uuid import UUID, uuid4

from starlette.datastructures import FormData, UploadFile

from amuddu.contracts.claims import Claim, ClaimDocument, DocumentIn, DocumentsIn
from amuddu.contracts.profiles.papers import Paper, PaperIn
from amuddu.kit.errors import AmudduError, BadRequest, FieldError, Invalid, NotFound
from amuddu.kit.i18n import N_, Text
from gateway.web.forms import read_model, text_of
from gateway.web.page import Page

_NO_FILE = N_("Choisissez une photo ou un PDF.")


def of_claim(page: Page, claim: Claim) -> dict[UUID, Paper]:
    """The papers of the claim's hire that the viewer may open, by id; none for others."""
    if not any(each.papers for each in claim.documents):
        return {}
    try:
        found = page.services.profiles.papers(page.caller, claim.hire_id).items
    except AmudduError:
        return {}
    return {paper.id: paper for paper in found}


def add(page: Page, claim_id: UUID, form: FormData) -> None:
    """Keep the file that was chosen for a document."""
    claim = page.services.employers.claim(page.caller, claim_id)
    document = _document(claim, form)
    sent = form.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise _beside(document, Text(_NO_FILE))
    body = read_model(PaperIn, {"key": uuid4(), "content": b64encode(sent.file.read())})
    try:
        paper = page.services.profiles.add_paper(page.caller, claim.hire_id, body)
    except AmudduError as error:
        if error.fields:
            raise _beside(document, error.fields[0].text) from None
        raise
    _put(page, claim_id, document, (*document.papers, paper.id))


def remove(page: Page, claim_id: UUID, form: FormData) -> None:
    """Take a file away from a document and from where it is kept."""
    claim = page.services.employers.claim(page.caller, claim_id)
    document = _document(claim, form)
    wanted = text_of(form, "paper")
    paper = next((each for each in document.papers if str(each) == wanted), None)
    if paper is None:
        raise NotFound
    with suppress(NotFound):  # gone already: the document is to forget it all the same
        page.services.profiles.remove_paper(page.caller, paper)
    _put(page, claim_id, document, tuple(each for each in document.papers if each != paper))


def _put(page: Page, claim_id: UUID, document: ClaimDocument, papers: tuple[UUID, ...]) -> None:
    body = DocumentsIn(documents=(DocumentIn(number=document.number, papers=papers),))
    page.services.employers.move_claim(page.caller, "edit", claim_id, body)


def _document(claim: Claim, form: FormData) -> ClaimDocument:
    number = text_of(form, "number")
    for document in claim.documents:
        if str(document.number) == number:
            return document
    raise BadRequest


def _beside(document: ClaimDocument, text: Text) -> Invalid:
    return Invalid(fields=(FieldError(f"file_{document.number}", text),))
