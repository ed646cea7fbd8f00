"""Every page in one language, at both widths. See `matrix.py`."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitors
from tests.browser.matrix import hold
from tests.browser.pages import PAGES, Shown


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_the_page_holds(shown: Shown, visitors: Visitors) -> None:
    hold(visitors, shown, "en")
