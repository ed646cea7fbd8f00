"""News of candidacies, hires and claims: who is told what, lists in the house, e-mails at work."""
