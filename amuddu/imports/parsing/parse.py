"""A file of any kind that is read, by its content and its name."""

from __future__ import annotations

from pathlib import PurePath

from amuddu.imports.parsing.objects import europass
from amuddu.imports.parsing.objects import records as objects
from amuddu.imports.parsing.said import EMPTY, N_, Parsed, Unreadable
from amuddu.imports.parsing.tables import texts, workbooks
from amuddu.reference.text import fold

_WORKBOOKS = {".xlsx", ".xlsm", ".xltx", ".xls", ".ods"}
_JSON = {".json", ".jsonl", ".ndjson", ".jsonld"}
_TEXTS = {".csv", ".tsv", ".txt", ".tab"}


def parse(content: bytes, filename: str, known: tuple[str, ...]) -> Parsed:
    """The file's records. Raises `Unreadable`."""
    suffix = PurePath(filename).suffix.lower()
    if not content.strip():
        raise Unreadable(EMPTY)
    names = frozenset(fold(name) for name in known) - {""}
    if suffix in _WORKBOOKS and not content.startswith(b"%PDF"):
        return workbooks.read(content, names)
    if suffix == ".pdf" or content.startswith(b"%PDF"):
        raise Unreadable(_PDF)
    if suffix == ".xml":
        return europass.read(content)
    if suffix in _JSON:
        return objects.read(content, names)
    if suffix in _TEXTS:
        return texts.read(content, names)
    raise Unreadable(_UNKNOWN)


_UNKNOWN = N_("Ce type de fichier n'est pas lu. Enregistrez-le en CSV, XLSX ou JSON.")
_PDF = N_(
    "Un PDF ne se lit pas. D'un CV Europass, téléchargez le fichier XML ; d'une liste, demandez "
    "le tableau (XLSX ou CSV) d'où vient le PDF, ou copiez-la dans un tableur."
)
