"""News of candidacies, hires, claims, places: who is told what, lists here, e-mails at work."""
