"""The roster in a chat: imports with a dry run, counts, creators one by one, and each team's own database."""
