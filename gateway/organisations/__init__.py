"""Employers: they sign up, their agency verifies them, anybody checks that one is genuine."""
