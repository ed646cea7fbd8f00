"""Each proof of an attack, played from the place of the attacker against the running product."""
