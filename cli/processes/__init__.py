"""Services, workers and gateway as processes: all in one, or each apart."""
