"""Bytes of a file to rows, in a process of its own: `python -m amuddu.imports.parsing`.

Nothing here imports the rest of Amuddu beyond the comparing of words, so that a process for one
file starts in a few hundredths of a second. What is found goes to `amuddu.imports.reading`, the
door that the product uses.
"""
