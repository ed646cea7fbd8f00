"""Lists of a million people: time, memory and exactness against how many there are.

The people are made of parts of invented profiles: the trade, skills and words of one, what another
speaks, where a third lives. They are taken in and ordered by the classes of the running service
(`Columns`, `order_in`); tests/benchmarks sees that it is so. Times are processor time of one thread
in milliseconds, because the machine may be busy: what waits is not counted, but caches that others
empty are. "Recall": the share of the true best 50, of comparing everybody in full, in their order.

Peers order the same people for the same vacancies in the same run: a plain numpy scan that compares
everybody in full, and DuckDB, whose SQL does the same filters and sums. DuckDB is spared the text's
cosine, the presumptions for people of other trades, and what a licence is.
"""

from benchmarks.scale.measured import measure

__all__ = ["measure"]
