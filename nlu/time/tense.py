"""Whether the words around a phrase speak of the past: "sinds maart", "mijn melding van vrijdag", "dinsdag gestart"."""

import re

_SENT = (
    "verwijzing|doorverwijzing|aanmelding|melding|signaal|bericht|berichtje|mail|mailtje|vraag|verzoek|app|appje|"
    "overdracht|terugkoppeling|incident|brief"
)
_PAST_VERB = (
    "was|waren|kwam|kwamen|had|hadden|belde|sprak|zag|ging|gingen|vertelde|zei|stond|kreeg|kregen|begon|werd|werden|"
    "meldde|stuurde|mailde|appte"
)
_DONE = (
    "gestart|gesproken|gebeld|geweest|begonnen|afgerond|aangemeld|verschenen|gezien|doorverwezen|verwezen|gestuurd|"
    "ingestuurd|gemaild|overleden|opgenomen|besproken|gehad|gehoord|verhuisd|afgesloten|gemeld|langsgekomen|langsgeweest|"
    "geappt|verstuurd|ontvangen|getekend|binnengekomen|opgepakt|opgestart|gevallen|weggelopen|gegaan|gekomen"
)
_AUXILIARY = re.compile(r" (?:heb|heeft|hebben|hebt|is|zijn|ben|bent|al) ")
_MODAL = re.compile(
    r" (?:kan|kun|kunnen|wil|willen|moet|moeten|mag|mogen|zal|zou|wordt|worden|graag|gaat|gaan|wanneer) "
)
_BEFORE = re.compile(rf" (?:(?:{_SENT}) van (?:de )?|(?:al )?sinds (?:de )?|(?:{_PAST_VERB}) (?:[^ .?!]+ ){{0,3}})$")
_AFTER = re.compile(rf"(?: [^ .?!,]+){{0,2}} (?:{_DONE}) ")
_NEAR = 60


def looks_back(text: str, start: int, end: int) -> bool:
    """Tell whether a canonical text speaks of the past at the phrase from `start` up to `end`."""
    before = text[max(0, start - _NEAR) : start]
    if _BEFORE.search(before):
        return True
    done = _AFTER.match(text[end : end + _NEAR])
    return bool(done and _AUXILIARY.search(before + done[0]) and not _MODAL.search(before))
