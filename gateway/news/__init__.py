"""Notifications: the list, what somebody wants to hear, the coordination's table of who is told."""
