"""Topics of help and the everyday words for them, so that "rood staan" finds who helps with debts.

Pure. The first word of each group is its name; a partner's own topic belongs to a group when it is one of its words.
"""

from functools import lru_cache

from knowledge.rules.matching import is_typo_of, plain, related

_GROUPS = """
schulden: geldzorgen, rood staan, deurwaarder, incasso, betalingsachterstand, huurachterstand, huurschuld, schuldhulp, \
schuldhulpverlening, budgetbeheer, budgetbegeleiding, financiële problemen, energierekening, \
beslaglegging, geldproblemen
administratie: post niet openmaken, formulieren, papieren, papierwinkel, toeslagen aanvragen
armoede: minima, voedselbank, voedselhulp, kleding, kledingbank, bijzondere bijstand, rondkomen
werk: werkloos, uitkering, dagbesteding, re-integratie, solliciteren, baan
opvoeden: opvoeding, opvoedproblemen, opvoedondersteuning, opvoedvragen, kind luistert niet, pubers
echtscheiding: scheiding, vechtscheiding, omgangsregeling, ouders uit elkaar
jongeren: jeugd, jongerenwerk, hangjongeren, jeugdhulp
school: schoolverzuim, leerplicht, spijbelen, thuiszitter, schoolmoeheid
eenzaamheid: eenzaam, alleen, maatje, maatjesproject, niet meer buiten, geen contacten, sociaal isolement
mantelzorg: mantelzorgondersteuning, mantelzorger, overbelast, respijtzorg, jonge mantelzorgers
dementie: beginnende dementie, vergeetachtig, geheugen, alzheimer, dwalen
ouderen: ouder worden, senioren, ouderenadvies, valpreventie, valtraining
verzorging: wijkverpleging, thuiszorg, wondzorg, wassen en aankleden, steunkousen, medicijnen
huishouden: huishoudelijke hulp, opruimen, hoarding, vervuiling, verzamelen, schoonmaken
rouw: rouwverwerking, verlies, overlijden, rouwgroep
psychische klachten: ggz, angst, depressie, somber, trauma, stress, paniek, psychisch, verward, onbegrepen gedrag
zelfdoding: suïcide, suïcidaal, levensmoe
verslaving: alcohol, drugs, blowen, blowt, drank, drankprobleem, gokken, gokverslaving, gokschulden, gamen
huiselijk geweld: partnergeweld, mishandeling, kindermishandeling, ouderenmishandeling, stalking, eerwraak, \
dreiging thuis
seksueel geweld: misbruik, loverboys, aanranding, grensoverschrijdend gedrag
veiligheid: overlast, burenruzie, criminaliteit, inbraak, ondermijning, radicalisering
wonen: woonruimte, huisuitzetting, ontruiming, huur, woning, geen huis, urgentie
dakloos: dakloosheid, dak- en thuisloos, op straat, nachtopvang, crisisopvang, bankslapen
verstandelijke beperking: lvb, licht verstandelijk beperkt, zwakbegaafd
autisme: ass, asperger, adhd
taal: laaggeletterd, laaggeletterdheid, taalles, lezen en schrijven, inburgering, nt2
statushouders: vluchteling, vluchtelingen, asiel, verblijfspapieren, nieuwkomers, ongedocumenteerd
vervoer: wmo-taxi, buurtbus, rijden
hulpmiddelen: rolstoel, traplift, scootmobiel, woningaanpassing
jonge ouders: zwanger, tienermoeder, baby, kraamzorg, jonge moeder
gezondheid: huisarts, leefstijl, overgewicht, stoppen met roken, bewegen
zingeving: levensvragen, geloof, pastoraat, geestelijke verzorging
juridisch advies: rechten, sociaal raadslieden, advocaat, bezwaar, rechtshulp
onafhankelijke cliëntondersteuning: cliëntondersteuning, keukentafelgesprek, wmo-aanvraag
"""


@lru_cache(maxsize=1)
def groups() -> dict[str, tuple[str, ...]]:
    """Return every topic by name with all its words, the name included."""
    lines = (line.partition(":") for line in _GROUPS.strip().splitlines())
    return {name: (name, *(word.strip() for word in words.split(","))) for name, _, words in lines}


@lru_cache(maxsize=1)
def _by_word() -> dict[str, str]:
    return {plain(word): name for name, words in groups().items() for word in words}


@lru_cache(maxsize=4096)
def topic_of(words: str) -> str | None:
    """Return the topic that these words stand for, typos allowed, or None."""
    said = plain(words)
    known = _by_word()
    if said in known:
        return known[said]
    return next((name for word, name in known.items() if is_typo_of(said, word)), None)


def topics_in(text: str) -> list[str]:
    """Return the topics that a sentence speaks of, in its everyday words."""
    said = plain(text)
    tokens = said.split()
    found = {name for word, name in _by_word().items() if f" {word} " in f" {said} "}
    for token in tokens:
        found |= {name for word, name in _by_word().items() if len(token) >= 6 and is_typo_of(token, word)}
    return sorted(found)


def resemblance(wanted: str, offered: str) -> int:
    """Return how well an offered topic fits a wanted one: 3 the same, 2 a synonym, 1 a form or compound, 0 not."""
    one, other = plain(wanted), plain(offered)
    if one == other:
        return 3
    topic = topic_of(wanted)
    if topic and topic == topic_of(offered):
        return 2
    shared = any(related(a, b) for a in one.split() for b in other.split() if len(a) > 4 and len(b) > 4)
    return 1 if shared else 0
