"""A message that need not be said any more."""


class Moot(Exception):
    """What the message would say was overtaken: it was answered, ended or withdrawn since it was written."""
