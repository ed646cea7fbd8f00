"""What parents and guardians of those under 18 agreed to, as counsellors noted it."""
