"""Hiring incentives: who meets a scheme's criteria, what it pays and what is paid back."""
