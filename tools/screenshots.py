"""Take the pictures of the README and docs/ again, on the demonstration. `make screenshots`.

Six pages, in French and Arabic, wide and narrow, as small PNGs: few colours, no more pixels than
needed. The people are invented anew each time, so a picture may change without its page.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from amuddu.contracts.types import Lang
from tests.browser import chromium, house
from tests.browser.conftest import ARGUMENTS, Visitors

DOCS = Path(__file__).resolve().parent.parent / "docs"
HEAVIEST = 150 * 1024


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it is shown in a file of docs/."""

    file: str
    reader: str | None
    address: str
    lang: Lang = "fr"
    width: int = 1100
    height: int = 760


PICTURES = (
    Picture("ranked-list", "counsellor", "/offres/{vacancy_id}/candidats"),
    Picture("first-page", None, "/", "ar", 390, 780),
    Picture("one-question", "jobseeker", "/profil/pas/savoir?deux=ar", "fr", 390, 780),
    Picture("offer", None, "/r/{token}", "ar", 390, 780),
    Picture("shortlist", "employer", "/offres/{vacancy_id}/preselection"),
    Picture("card", "counsellor", "/personnes/{carded_id}/carte", "fr", 720, 760),
)


def main() -> None:
    found = chromium.find()
    if found is None:
        sys.exit(chromium.NO_CHROMIUM)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        house.running(Path(folder)) as opened,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        visitors = Visitors(browser, opened)
        for picture in PICTURES:
            page = visitors.page(picture.reader, picture.lang)
            page.set_viewport_size({"width": picture.width, "height": picture.height})
            page.goto(picture.address.format(**opened.ids))
            path = DOCS / f"{picture.file}.png"
            page.screenshot(path=path)
            size = path.stat().st_size
            print(f"{path.relative_to(DOCS.parent)}  {size // 1024} KB", file=sys.stderr)
            if size > HEAVIEST:
                sys.exit(f"{path.name} is heavier than {HEAVIEST // 1024} KB: show less of it")
        visitors.close()
        browser.close()


if __name__ == "__main__":
    main()
