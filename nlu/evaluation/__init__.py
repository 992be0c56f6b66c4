"""How well Dutch is understood: `python -m nlu.evaluation`."""
