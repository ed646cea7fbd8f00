"""The board: what each reader sees of news, what they choose to hear, the whole table."""
