"""How many processor threads one comparison takes: one.

Requests run beside one another already. A matrix product of a millisecond that is cut up among
threads waits for the slowest of them: measured on a busy machine with two cores, ranking 10,000
people took 55 to 100 ms that way and 13 ms on one thread.
"""

from __future__ import annotations

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped] # has no types


def one_each() -> None:
    """Let numpy's linear algebra and the index compute on the calling thread, from here on."""
    threadpool_limits(limits=1)
