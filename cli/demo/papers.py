"""Papers of the demonstration: a page of PDF that says that it is an example."""

from __future__ import annotations

from base64 import b64encode
from typing import Any
from uuid import uuid4

from cli.client import Api


def example(title: str) -> bytes:
    """One page with a title on it, as plain PDF (ISO 32000-2, 7.5)."""
    shown = title.encode("latin-1", "replace").replace(b"(", b"").replace(b")", b"")
    stream = b"BT /F1 20 Tf 60 760 Td (%b) Tj 0 -40 Td (EXEMPLE - EXAMPLE) Tj ET" % shown
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 "
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
    )
    written, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\n"
    size = len(objects) + 1
    return written + end % (size, table, size) + b"startxref\n%d\n%%%%EOF\n" % len(written)


def add(employer: Api, claim: dict[str, Any]) -> None:
    """A page for every document of a claim."""
    documents = []
    for each in claim["documents"]:
        body = {"key": str(uuid4()), "content": b64encode(example(each["name"])).decode()}
        paper = employer.post(f"/hires/{claim['hire_id']}/papers", body)
        documents.append({"number": each["number"], "papers": [paper["id"]], "reference": "DEMO-1"})
    employer.put(f"/claims/{claim['id']}/documents", {"documents": documents})


def read(counsellor: Api, claim: dict[str, Any]) -> None:
    """Open every paper of a claim, as its page has a counsellor do."""
    for each in counsellor.get(f"/claims/{claim['id']}")["documents"]:
        for paper in each["papers"]:
            counsellor.get(f"/papers/{paper}")
