"""Rasa graph components: the project's own reading of Dutch, in Rasa's pipeline."""
