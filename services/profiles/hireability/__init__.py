"""What hiring a person takes, for whoever may know it: worked out on demand, each time recorded."""
