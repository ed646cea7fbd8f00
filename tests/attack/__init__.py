"""Each proof of an attack, played from the attacker's place: nothing may come out."""
