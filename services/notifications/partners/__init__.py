"""What partners' systems hear of public offers: a list of changes, and signed webhooks."""
