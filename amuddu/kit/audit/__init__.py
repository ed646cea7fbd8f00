"""The audit: who read or changed what about whom, why, and whether they were let.

It stands in a database of its own that takes rows and gives none back: no UPDATE, no DELETE, no
TRUNCATE. Each row is sealed together with the seal of the row before it (`chain.py`), so nobody
who holds the database alone changes, adds, moves or takes away a row unnoticed, and the last seal
is written down elsewhere every minute (`heads.py`), so that nobody cuts the end off.

A service writes through `recording.py`: what a request read is written before its answer leaves,
what was refused is written though the request is rolled back.
"""
