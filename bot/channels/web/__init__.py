"""The web app as a channel: the same assistant in a browser, with a login of its own, messages arriving live."""

from bot.channels.web.channel import WebChannel

__all__ = ["WebChannel"]
