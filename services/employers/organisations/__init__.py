"""Employers: who they are, and who may know of them."""
