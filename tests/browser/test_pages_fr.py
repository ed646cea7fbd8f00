"""Every page in one language. See `matrix.py`."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitors
from tests.browser.matrix import hold, pages_in
from tests.browser.pages import Shown


@pytest.mark.parametrize("shown", pages_in("fr"), ids=lambda shown: shown.name)
def test_the_page_holds(shown: Shown, visitors: Visitors) -> None:
    hold(visitors, shown, "fr")
