"""Teams in a chat: who belongs to one, invitations, and which roster a chat works on."""
