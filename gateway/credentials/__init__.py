"""What lets somebody in: contacts of accounts, links and codes, second proofs, invitations."""
