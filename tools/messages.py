"""Bring `amuddu/locales/*.po` up to date with the sentences in the code. `make messages`.

French is the source: it has no catalogue. Sentences that are gone leave the catalogues, new ones
come in empty, and nothing is guessed: an empty translation reads in French until it is written.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "amuddu" / "locales"
TRANSLATED = ("ar", "en", "es")


def sentences() -> Catalog:
    """Every sentence marked in the code and the templates."""
    with (ROOT / "babel.cfg").open() as stream:
        methods, options = parse_mapping_cfg(stream)
    found = Catalog(project="amuddu", charset="utf-8")
    keywords = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
    for name, _, message, comments, context in extract_from_dir(
        str(ROOT), methods, options, keywords=keywords
    ):
        found.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return found


def update(lang: str, template: Catalog) -> Catalog:
    """The catalogue of a language with exactly the template's sentences."""
    path = LOCALES / f"{lang}.po"
    if path.is_file():
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=lang)
    else:
        catalogue = Catalog(locale=lang, project="amuddu", charset="utf-8")
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """The file of a catalogue: sorted, without line numbers or dates, so that diffs are small."""
    out = io.BytesIO()
    write_po(out, catalogue, width=100, sort_output=True, no_location=True, omit_header=True)
    return out.getvalue()


def main() -> None:
    LOCALES.mkdir(exist_ok=True)
    template = sentences()
    for lang in TRANSLATED:
        catalogue = update(lang, template)
        (LOCALES / f"{lang}.po").write_bytes(_header(lang, catalogue) + written(catalogue))
        missing = sum(1 for each in catalogue if each.id and not _filled(each.string))
        print(f"{lang}: {len(catalogue)} sentences, {missing} to translate", file=sys.stderr)


def _header(lang: str, catalogue: Catalog) -> bytes:
    lines = (
        'msgid ""',
        'msgstr ""',
        f'"Language: {lang}\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        f'"Plural-Forms: {catalogue.plural_forms}\\n"',
        "",
        "",
    )
    return "\n".join(lines).encode()


def _filled(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


if __name__ == "__main__":
    main()
