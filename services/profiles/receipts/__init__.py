"""Erasures on their way: what each place has answered, and the signed receipt of it."""
