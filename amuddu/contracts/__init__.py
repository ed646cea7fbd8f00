"""What crosses a process boundary, and nothing else.

`events.py` is the envelope; one module per producer holds its frozen events and the bodies of
its HTTP API; `topics.py` lists topics, producers and consumers as data. Adding an optional
field keeps an event's version; anything else is a new version beside the old one.
"""
