"""Hiring incentives and their envelopes, as a coordinator keeps them."""
