"""Erasing somebody: the files of their hires; what money hangs on stays, without them."""
