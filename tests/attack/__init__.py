"""Each proof of what once came out, played from the place of the attacker."""
