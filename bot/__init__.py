"""Talks with people: channels, the dialogue runtime, the clock, delivery and the command line."""
