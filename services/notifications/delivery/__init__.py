"""Messages on their way: words, channels, retries."""
