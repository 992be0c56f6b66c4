"""Maps the plain objects of knowledge.entities onto the tables, once, when it is first imported."""

from sqlalchemy.orm import registry

from knowledge import entities
from knowledge.store import tables

_mapper = registry(metadata=tables.metadata)

#: Entity class to table; the names of the undo journal too.
MAPPED: dict[type, object] = {
    entities.Absence: tables.absence,
    entities.AgendaItem: tables.agenda_item,
    entities.Arrival: tables.arrival,
    entities.Breach: tables.breach,
    entities.Button: tables.button,
    entities.Callback: tables.callback,
    entities.Case: tables.case,
    entities.Change: tables.change,
    entities.ChannelLink: tables.channel_link,
    entities.ChatMessage: tables.chat_message,
    entities.CircleRequest: tables.circle_request,
    entities.Consent: tables.consent,
    entities.Correction: tables.correction,
    entities.Discipline: tables.discipline,
    entities.Doorbell: tables.doorbell,
    entities.DutyShift: tables.duty_shift,
    entities.Feedback: tables.feedback,
    entities.Focus: tables.focus,
    entities.Invitation: tables.invitation,
    entities.Involvement: tables.involvement,
    entities.Jotting: tables.jotting,
    entities.LoginSecret: tables.login_secret,
    entities.Meeting: tables.meeting,
    entities.Member: tables.member,
    entities.Organisation: tables.organisation,
    entities.Outgoing: tables.outbox,
    entities.OwnReference: tables.own_reference,
    entities.PrivacyRequest: tables.privacy_request,
    entities.Professional: tables.professional,
    entities.Question: tables.question,
    entities.Referral: tables.referral,
    entities.Signal: tables.signal,
    entities.Team: tables.team,
    entities.WebSession: tables.web_session,
    entities.Weighing: tables.weighing,
}

for entity, table in MAPPED.items():
    _mapper.map_imperatively(entity, table)

#: Entity classes by name, for reading the undo journal back.
BY_NAME: dict[str, type] = {entity.__name__: entity for entity in MAPPED}
