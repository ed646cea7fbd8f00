"""The pages in a real browser: Debian's Chromium, driven by Playwright. `make browser-test`.

`pages.py` lists every page, `look.py` says what must hold for each, `house.py` starts the
product as people run it. A page that no test looks at fails `test_coverage.py`.
"""

import os

EVERYTHING = os.environ.get("AMUDDU_BROWSER_TESTS") == "all"
"""Whether every page is looked at in every language and width: `make browser-test`."""
