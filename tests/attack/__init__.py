"""The red team: each file plays one proof from the place of the attacker."""
