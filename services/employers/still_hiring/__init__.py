"""One tap by which an employer says that a vacancy is still open, or filled."""
