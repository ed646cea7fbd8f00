"""Each proof of the audit, played from the place of the attacker against the running product."""
