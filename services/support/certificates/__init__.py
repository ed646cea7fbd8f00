"""Certificates: issued for a completed course, checked by their number, revoked."""
