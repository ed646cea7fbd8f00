"""What a vacancy must not say."""
