"""What is shown: plain functions from a conversation and an answer to text and buttons."""
