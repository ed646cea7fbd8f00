"""Texts to vectors, and the index that searches them."""
