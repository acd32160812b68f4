"""What is kept: the roster, conversations, and what ships with the project."""
