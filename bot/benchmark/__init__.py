"""How quick and how large: whole turns against a stock Rasa on the same model, and the clock at scale."""
