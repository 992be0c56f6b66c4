"""The sheets of the workbook: their Dutch headings, what each column is for, and how its cells are read."""

from dataclasses import dataclass
from typing import Any

from knowledge.entities import Capacity, PartnerKind
from knowledge.exchange.workbook import cells

KINDS = {
    "algemeen maatschappelijk werk": PartnerKind.SOCIAL_WORK,
    "basisschool": PartnerKind.PRIMARY_SCHOOL,
    "bibliotheek": PartnerKind.LIBRARY,
    "jeugd en gezin": PartnerKind.YOUTH_AND_FAMILY,
    "cliëntondersteuning": PartnerKind.CLIENT_SUPPORT,
    "kerk of diaconie": PartnerKind.CHURCH,
    "huisartsenpraktijk": PartnerKind.GENERAL_PRACTICE,
    "jongerenwerk": PartnerKind.YOUTH_WORK,
    "leerwerkbedrijf": PartnerKind.WORK_TRAINING,
    "steunpunt huiselijk geweld": PartnerKind.DOMESTIC_VIOLENCE,
    "ouderenzorg": PartnerKind.ELDERLY_CARE,
    "kinderopvang": PartnerKind.CHILDCARE,
    "welzijn": PartnerKind.WELFARE,
    "politie": PartnerKind.POLICE,
    "wijkverpleging": PartnerKind.DISTRICT_NURSING,
    "woningcorporatie": PartnerKind.HOUSING,
    "gemeente": PartnerKind.MUNICIPALITY,
    "opvang": PartnerKind.SHELTER,
    "ggz": PartnerKind.MENTAL_HEALTH,
    "verslavingszorg": PartnerKind.ADDICTION,
    "veilig thuis": PartnerKind.SAFE_HOME,
    "schuldhulp": PartnerKind.DEBT,
}

CAPACITIES = {
    "plek": Capacity.ROOM,
    "wachtlijst": Capacity.WAITING_LIST,
    "vol": Capacity.FULL,
    "eerst intake": Capacity.INTAKE_FIRST,
}

YES_NO = ("ja", "nee")

#: In the first column it marks a row that shows how, and is not read.
EXAMPLE = "voorbeeld"


@dataclass(frozen=True)
class Column:
    """One column: its heading, the field it fills, how a cell is read, and what the template says of it."""

    heading: str
    field: str
    parse: cells.Parser
    explanation: str
    example: str = ""
    required: bool = False
    #: Offered as a list in the cell.
    offers: tuple[str, ...] = ()
    #: What a dash makes of the field; None where it cannot be emptied but to nothing.
    emptied: Any = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet: its title and columns; the first column says what a row is about."""

    title: str
    columns: tuple[Column, ...]
    explanation: str
    #: May be left out of the workbook.
    optional: bool = False
    #: More rows may be about the same thing.
    repeats: bool = False

    @property
    def key(self) -> Column:
        """The column that says what a row is about."""
        return self.columns[0]


def _yes_no(heading: str, field: str, explanation: str, example: str = "nee") -> Column:
    return Column(heading, field, cells.yes_no, explanation, example, offers=YES_NO, emptied=False)


def _list(heading: str, field: str, explanation: str, example: str) -> Column:
    return Column(heading, field, cells.words, f"{explanation} Meer dan één: puntkomma ertussen.", example, emptied=[])


def _code(explanation: str) -> Column:
    return Column("Code", "id", cells.slug, explanation, EXAMPLE, required=True)


_PROSE = cells.text(2000)
_NAME = cells.text(200)

ORGANISATIONS = Sheet(
    "Organisaties",
    (
        _code("Korte eigen code, blijft altijd hetzelfde. Kleine letters, cijfers en streepjes."),
        Column(
            "Naam", "name", _NAME, "Zoals collega's de organisatie noemen.", "Jongerenwerk De Steiger", required=True
        ),
        Column(
            "Soort",
            "kind",
            cells.choice(KINDS),
            "Kies uit de lijst.",
            "jongerenwerk",
            required=True,
            offers=tuple(KINDS),
        ),
        Column("Aanbod", "offer", _PROSE, "Wat de organisatie doet, in een of twee zinnen.", "Coaching en inloop."),
        Column("Voor wie", "audience", _PROSE, "Voor wie het is.", "Jongeren van 10 tot 23 jaar."),
        Column(
            "Hoe verwijzen", "how_to_refer", _PROSE, "Hoe je verwijst en wat je meestuurt.", "Bel de jongerenwerker."
        ),
        Column(
            "Terugkoppeling", "how_feedback_goes", _PROSE, "Hoe je iets terughoort.", "Binnen twee weken een bericht."
        ),
        Column("Telefoon", "phone", cells.phone, "Werknummer, als tekst.", "099-555 3000"),
        Column("E-mail", "email", cells.mail, "Algemeen werkadres.", "info@steiger.example"),
        Column("Adres", "address", _PROSE, "Bezoekadres; leeg bij een geheim adres.", "Kade 1"),
        Column("Openingstijden", "hours", _PROSE, "In woorden.", "Werkdagen 9.00 - 17.00 uur"),
        Column("Website", "website", _PROSE, "Adres van de website.", "https://steiger.example"),
        _yes_no("Sociale basis", "social_base", "Vrij toegankelijk en dichtbij?", "ja"),
        _yes_no("Gevoelig", "sensitive", "Getoond als ‘een gespecialiseerde partner’?"),
        Column(
            "Convenant getekend op",
            "covenant_signed_on",
            cells.day,
            "Datum; leeg als er geen is.",
            "01-03-2025",
            emptied=None,
        ),
        _list("Ook bekend als", "aliases", "Afkortingen en namen in de wandelgangen.", "jeugdhonk; de steiger"),
        _list("Onderwerpen", "topics", "Waar je ervoor terechtkunt, in gewone woorden.", "spijbelen; hangjongeren"),
        _list("Wijken", "areas", "Wijken of dorpen waar het voor is.", "Noord; Dorp"),
        Column(
            "Ruimte",
            "capacity",
            cells.choice(CAPACITIES),
            "Is er plek?",
            "plek",
            offers=tuple(CAPACITIES),
            emptied=None,
        ),
        Column("Wachttijd in weken", "capacity_weeks", cells.number(0, 200), "Bij een wachtlijst.", "4", emptied=None),
    ),
    "De partners in je gemeente.",
)

TEAMS = Sheet(
    "Teams",
    (
        _code("Korte eigen code van het team."),
        Column("Naam", "name", _NAME, "Zoals collega's het team noemen.", "Wijkteam Oost", required=True),
        Column("Organisatie", "organisation_id", cells.slug, "Code van de organisatie.", "gemeente", required=True),
        Column("Wijk", "area", cells.text(100), "Waar het team werkt.", "Oost"),
        Column(
            "Teamoverleg op",
            "meeting_weekday",
            cells.weekday,
            "Vaste dag; daarvoor komt het weekoverzicht.",
            "donderdag",
            offers=cells.WEEKDAYS,
            emptied=None,
        ),
    ),
    "Teams met een eigen postbus.",
)

PEOPLE = Sheet(
    "Mensen",
    (
        _code("Korte eigen code, bijvoorbeeld de voornaam."),
        Column("Naam", "name", _NAME, "Voornaam en achternaam.", "Robin van der Voorbeeld", required=True),
        Column("Functie", "role", cells.text(100), "Zoals collega's het zeggen.", "jongerenwerker", required=True),
        Column("Organisatie", "organisation_id", cells.slug, "Code van de organisatie.", "steiger", required=True),
        Column("Team", "team_id", cells.slug, "Code van het team; leeg als er geen is.", "wijkteam-oost", emptied=None),
        Column("Telefoon", "phone", cells.phone, "Werknummer, als tekst.", "099-555 3001"),
        Column(
            "E-mail", "email", cells.mail, "Eigen werkadres: daar gaat de uitnodiging heen.", "robin@steiger.example"
        ),
        Column("Wijk", "area", cells.text(100), "Waar iemand werkt.", "Oost"),
        _yes_no("Teamleider", "is_team_lead", "Krijgt het weekoverzicht van het team."),
        _yes_no("Beheerder", "is_administrator", "Beheert Kortelijn voor de gemeente."),
        _yes_no("Vrijwilliger", "is_volunteer", "Ziet alleen de eigen doorverwijzingen."),
        _yes_no("Gevoelig", "sensitive", "Getoond als ‘een gespecialiseerde partner’?"),
        Column(
            "Berichten om",
            "bundle_moments",
            cells.clocks,
            "Tijden voor berichten die kunnen wachten.",
            "8:30, 12:30",
            emptied="08:30,12:30,16:30",
        ),
        Column("Uit dienst op", "left_on", cells.day, "Eerste dag dat iemand er niet meer werkt.", "", emptied=None),
    ),
    "Wie met Kortelijn werkt, of te bereiken is.",
)

DUTY = Sheet(
    "Diensten",
    (
        Column("Wie", "professional_id", cells.slug, "Code van de persoon.", EXAMPLE, required=True),
        Column("Dagen", "weekdays", cells.weekdays, "Een of meer dagen.", "ma t/m vr", required=True),
        Column("Van", "starts", cells.clock, "Begintijd.", "8:30", required=True),
        Column("Tot", "ends", cells.clock, "Eindtijd.", "17:00", required=True),
        Column(
            "Nachtdienst",
            "overnight",
            cells.yes_no,
            "Ja als de dienst na middernacht eindigt.",
            "nee",
            offers=YES_NO,
            emptied=False,
        ),
    ),
    "Vaste diensten per week. Wie hier staat krijgt precies deze diensten; de rest houdt wat er al stond.",
    repeats=True,
)

DISCIPLINES = Sheet(
    "Functies",
    (
        Column("Functie", "name", cells.text(100), "Naam van de functie.", EXAMPLE, required=True),
        _list("Ook bekend als", "aliases", "Andere woorden ervoor.", "wijkzuster; zuster van de wijk"),
    ),
    "Woorden voor functies.",
    optional=True,
)

SHEETS = (ORGANISATIONS, TEAMS, PEOPLE, DUTY, DISCIPLINES)
