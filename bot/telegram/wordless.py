"""Messages without words: what to say to each kind of them."""

from telegram import Message

# What a message may hold, as Telegram names it, and the text that says what to send instead.
KINDS = {
    "sticker": "said.sticker",
    "animation": "said.sticker",
    "photo": "said.photo",
    "video": "said.video",
    "video_note": "said.video",
    "voice": "said.voice",
    "audio": "said.voice",
    "venue": "said.location",
    "location": "said.location",
    "contact": "said.contact",
    "poll": "said.poll",
    "dice": "said.dice",
    "game": "said.dice",
    "story": "said.video",
    "document": "said.document",
}


def remark_on(message: Message) -> str:
    """The key of the line for what came instead of words."""
    return next((key for kind, key in KINDS.items() if getattr(message, kind, None)), "said.media")
