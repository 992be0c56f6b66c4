"""The Bot API's refusals, in its own words and numbers."""

from tests.botapi.objects import JsonObject


class ApiError(Exception):
    """A refusal: an HTTP status, the description a caller sees and, for some, parameters."""

    def __init__(self, code: int, description: str, parameters: JsonObject | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> JsonObject:
        """The answer's JSON."""
        answer: JsonObject = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(reason: str) -> ApiError:
    """400: the call itself is wrong."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """403: the person or the group does not want the bot."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """409: two ways of fetching updates get in each other's way."""
    return ApiError(409, f"Conflict: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """429: wait this many seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def migrated(new_chat_id: int) -> ApiError:
    """400: the group lives on under another number."""
    reason = "group chat was upgraded to a supergroup chat"
    return ApiError(400, f"Bad Request: {reason}", {"migrate_to_chat_id": new_chat_id})


def not_found() -> ApiError:
    """404: no such method, or a malformed token."""
    return ApiError(404, "Not Found")


def unauthorized() -> ApiError:
    """401: a token of nobody."""
    return ApiError(401, "Unauthorized")
