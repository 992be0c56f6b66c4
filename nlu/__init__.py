"""Understands Dutch: training data, Rasa components, time expressions and the spaCy pipeline."""
