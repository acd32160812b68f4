"""A Bot API server as strict as Telegram's, the people who write to the bot, and the bot served to them."""
