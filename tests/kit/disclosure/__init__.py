"""What is told of counts of people, and what is hidden."""
