"""What a vacancy must not say, found as it is typed: who is shut out, who is made to pay."""
