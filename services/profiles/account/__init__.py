"""What happened with people's accounts, and changes of contact that wait."""
