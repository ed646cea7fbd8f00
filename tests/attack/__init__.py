"""Attacks on the running product, each from the place of somebody who wants in."""
