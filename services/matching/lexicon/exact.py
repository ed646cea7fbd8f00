"""Dot products that come out the same to the last bit, however many texts are compared at once.

A matrix product adds in an order that depends on its shape, and single precision rounds each step:
a text linked alone and in a batch would differ in the last bits, and so might two people who said
the same. Here the numbers of a text are rounded to multiples of 2**-12 and those of a name to
multiples of 2**-11: every product is then a multiple of 2**-23, every sum of theirs stays below 2,
and single precision holds both without rounding. What is never rounded has no order.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_OF_TEXT = np.float32(2.0**12)
_OF_NAME = np.float32(2.0**11)


def of_texts(rows: Floats) -> Floats:
    """Unit rows of texts on their grid; a cosine moves by some 0.0001."""
    rounded: Floats = (np.rint(rows * _OF_TEXT) / _OF_TEXT).astype(np.float32)
    return rounded


def of_names(rows: Floats) -> Floats:
    """Unit rows of names, and means of names, on theirs."""
    rounded: Floats = (np.rint(rows * _OF_NAME) / _OF_NAME).astype(np.float32)
    return rounded
