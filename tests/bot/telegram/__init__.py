"""The Telegram channel against a Bot API server of our own: the real library, no internet."""
