"""The proofs of what came out once, played from the place of the attacker."""
