"""What a hire costs the employer, and what incentives take off it."""
