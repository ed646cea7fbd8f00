"""What happened with somebody's account, and the link by which a change of contact is confirmed."""
