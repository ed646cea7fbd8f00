"""The checks of every service, under the name that `hires` still imports."""

from amuddu.kit.checks import refuse_if_any as refuse_if_any
