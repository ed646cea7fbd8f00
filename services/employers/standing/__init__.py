"""Where an employer stands: what it declares, what its agency finds, what anybody may check."""
