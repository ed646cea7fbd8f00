"""Offers that somebody of the agency reads out to a person."""
