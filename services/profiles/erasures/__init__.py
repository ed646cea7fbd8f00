"""Erasures that staff ask for somebody: a second one of them confirms, or a week goes by."""
