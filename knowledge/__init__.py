"""What Kortelijn knows and guards; knows nobody above: neither Rasa nor a channel."""
