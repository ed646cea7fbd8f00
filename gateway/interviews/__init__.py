"""Interviews: the page of who proposes times, the person's own, and the calendar file."""
