"""Support: the other half of the programme, beside jobs. Training with places, for a beginning."""
