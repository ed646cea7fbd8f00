"""Places: requests, held seats, the waiting list, who came and who completed."""
