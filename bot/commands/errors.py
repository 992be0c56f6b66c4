"""What was asked on the command line is wrong."""


class Wrong(Exception):
    """One line for stderr; exit status 2, nothing changed."""
