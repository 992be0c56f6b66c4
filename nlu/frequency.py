"""How common a word is in Dutch."""

from functools import lru_cache

from wordfreq import zipf_frequency


@lru_cache(maxsize=20000)
def is_common(word: str, at_least: float = 4.0) -> bool:
    """Tell whether a folded word is used that much in Dutch; 3 is once in a million words, 6 once in a thousand."""
    return float(zipf_frequency(word, "nl")) >= at_least


@lru_cache(maxsize=20000)
def is_compound(word: str) -> bool:
    """Tell whether a folded word is made of two common ones ("budgetloods"): rather an organisation than a family."""
    cuts = range(3, len(word) - 2)
    return any(is_common(word[:at], 3.6) and is_common(word[at:], 3.6) for at in cuts)
