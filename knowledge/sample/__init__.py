"""The sample municipality: Zwanerloo, a town that does not exist, to try the assistant on and to rehearse with."""

from knowledge.sample.loading import NotEmpty, is_sample, load
from knowledge.sample.showing import show

__all__ = ["NotEmpty", "is_sample", "load", "show"]
