"""The conversation: words in, screens out, in Telegram and in a terminal."""
