"""Statistical disclosure control: counts that may be shown without pointing at anybody."""
