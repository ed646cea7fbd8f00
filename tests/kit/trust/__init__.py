"""Who a process is, what it signs, and what it takes from others."""
