"""From a desk: a counsellor, a coordinator, an administrator who want to know more."""
