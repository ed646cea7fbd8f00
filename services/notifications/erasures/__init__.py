"""Erasing somebody: their invitations, messages, calls and notices."""
