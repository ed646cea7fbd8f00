"""What lets somebody in, as pages and API: forgotten passwords, second proofs, one's own access,
invitations, accounts of staff."""
