"""How values of the registry are said."""

from datetime import date

from actions.texts import knows, label, say, spoken_day


def shown_value(field: str, value: str) -> str:
    """Return a new value as it is said: a day in words, the rest as it is."""
    return spoken_day(date.fromisoformat(value)) if field == "left_on" else value


def said_of(key: str, field: str, value: str, **facts: str) -> str:
    """Return what a field becomes, in the text `utter_<key>` or, where there is one, in that field's own."""
    own = f"{key}_{field}"
    return say(own if knows(own) else key, field=label("field", field), value=shown_value(field, value), **facts)
