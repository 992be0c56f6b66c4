"""The channels: each knows how its messages look, and nothing else does."""
