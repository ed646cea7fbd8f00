"""What all events share: the envelope, the topics, the schemas on file."""
