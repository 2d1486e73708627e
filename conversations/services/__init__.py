"""What may be done in the studio: sessions, chats, messages, and actions asked for."""
