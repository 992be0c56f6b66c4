"""Where updates go: setting, removing and describing the webhook."""

import re
from urllib.parse import urlsplit

from tests.botapi.errors import bad_request
from tests.botapi.methods.registry import Explained, method
from tests.botapi.objects import JsonObject, without_empty
from tests.botapi.params import Params
from tests.botapi.state import World
from tests.botapi.updates import Webhook

_PORTS = (80, 88, 443, 8443)
_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@method("setWebhook")
def set_webhook(world: World, params: Params) -> Explained:
    """Carry updates to an address; an empty one removes it."""
    url = params.text("url") or ""
    if not url:
        return _remove(world, params)
    _check_address(url)
    secret = _checked_secret(params.text("secret_token") or "")
    certificate = params.upload("certificate") is not None
    allow_kinds(world, params)
    _drop_pending(world, params)
    world.updates.set_webhook(Webhook(url, secret, params.integer("max_connections", 40), certificate))
    return Explained(True, "Webhook was set")


@method("deleteWebhook")
def delete_webhook(world: World, params: Params) -> Explained:
    """Back to getUpdates."""
    return _remove(world, params)


@method("getWebhookInfo")
def get_webhook_info(world: World, params: Params) -> JsonObject:
    """The webhook, what waits for it and the last failure; the address is empty when there is none."""
    hook = world.updates.webhook or Webhook("")
    details: JsonObject = {
        "max_connections": hook.max_connections if hook.url else None,
        "allowed_updates": world.updates.allowed,
        "last_error_date": int(hook.failed_at.timestamp()) if hook.failed_at else None,
        "last_error_message": hook.failure,
    }
    waiting = len(world.updates.pending)
    usual = {"url": hook.url, "has_custom_certificate": hook.has_certificate, "pending_update_count": waiting}
    return usual | without_empty(details)


def allow_kinds(world: World, params: Params) -> None:
    """Remember `allowed_updates` when the call has it; without it the earlier choice stays."""
    kinds = params.json("allowed_updates")
    if kinds is not None:
        world.updates.allow(kinds)


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.hostname in _LOOPBACK:
        # As a Bot API server that runs locally does: plain HTTP and any port are fine within the machine.
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in _PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _checked_secret(secret: str) -> str:
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    return secret


def _drop_pending(world: World, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        world.updates.pending.clear()


def _remove(world: World, params: Params) -> Explained:
    _drop_pending(world, params)
    if world.updates.webhook is None:
        return Explained(True, "Webhook is already deleted")
    world.updates.set_webhook(None)
    return Explained(True, "Webhook was deleted")
