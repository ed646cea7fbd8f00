"""What the law keeps from the young, what it asks of households, and the least a job pays."""
