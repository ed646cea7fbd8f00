"""How long each kind of datum is kept, from when, and what is done then: a table, and its reader.

`table.yaml` is the one truth. Jobs (`amuddu/kit/retention.py`), links that end, the page
`docs/retention.md` and the page for the public read it. A version is a row more: nothing that was
in force is rewritten.
"""
