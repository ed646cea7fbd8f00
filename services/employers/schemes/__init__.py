"""Hiring incentives as versions that a coordinator writes."""
