"""Decides what to do: one module of Rasa actions per capability."""
