"""Words and buttons about being called back, for answers and for pushed messages alike."""

from datetime import datetime, time, timedelta, timezone

from actions.texts import say, spoken_day
from knowledge.rules.calendar import AMSTERDAM, next_working_moment
from knowledge.services.buttons import Choice

_AFTERNOON, _LAST_CALL = time(14), time(16)


def said_moment(moment: datetime, now: datetime) -> str:
    """Return a moment (any zone) in local time, seen from `now`: today the clock alone, then "morgen", then the day."""
    local, today = moment.astimezone(AMSTERDAM), now.astimezone(AMSTERDAM).date()
    clock = say("at_clock", clock=f"{local.hour}.{local.minute:02}")
    if local.date() == today:
        return clock
    tomorrow = local.date() == today + timedelta(days=1)
    return f"{say('tomorrow') if tomorrow else spoken_day(local.date())} {clock}"


def when(moment: datetime | None, now: datetime) -> str:
    """Return when somebody wants to be called, as it stands in a sentence."""
    if moment is None or moment <= now:
        return say("callback_asap")
    return said_moment(moment, now)


def about_case(code: str | None) -> str:
    """Return " over QX-4T9", or nothing."""
    return say("callback_about", case=code) if code else ""


def time_choices(callback_id: int, now: datetime) -> list[Choice]:
    """Return the buttons by which the asker says when it suits: now, in an hour, this afternoon, the next morning."""
    local = now.astimezone(AMSTERDAM)
    chosen = {"callback": callback_id, "answer": "time", "confirmed": True}
    soon = [
        Choice(say("button_now"), "request_callback", chosen),
        Choice(say("button_in_an_hour"), "request_callback", {**chosen, "in_minutes": 60}),
    ]
    moments = [datetime.combine(local.date(), _AFTERNOON, AMSTERDAM)] if local.hour < _AFTERNOON.hour - 1 else []
    tomorrow = datetime.combine(local.date() + timedelta(days=1), time(9), AMSTERDAM)
    moments.append(next_working_moment(tomorrow, opens=time(9)))
    later = [
        Choice(
            said_moment(moment, now).capitalize(),
            "request_callback",
            {**chosen, "at": moment.astimezone(timezone.utc).isoformat()},
        )
        for moment in moments
    ]
    return [*(soon if local.time() < _LAST_CALL else soon[:1]), *later]
