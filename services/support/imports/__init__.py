"""Import of courses and sessions from a centre's file."""
