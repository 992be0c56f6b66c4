"""All skills together: the one list of what the assistant can do."""

from rasa_sdk import Action

from actions import (
    absence,
    callback,
    circle,
    consent,
    courtesy,
    feedback,
    figures,
    involvement,
    meeting,
    network,
    privacy,
    referral,
    referral_answers,
    registry,
    registry_update,
    safety,
    team,
    weighing,
)
from actions.conversation import Affirm, AskDetail, Cancel, Deny, GoOn, ReadAnswer
from actions.skill import Skill
from knowledge.services.knowledge import Knowledge

_CAPABILITIES = (
    absence,
    callback,
    circle,
    consent,
    courtesy,
    feedback,
    figures,
    involvement,
    meeting,
    network,
    privacy,
    referral,
    referral_answers,
    registry,
    registry_update,
    safety,
    team,
    weighing,
)


def skills_over(knowledge: Knowledge) -> list[Action]:
    """Return every action of the assistant, working on `knowledge`."""
    classes = [skill for capability in _CAPABILITIES for skill in capability.SKILLS]
    skills: dict[str, Skill] = {skill.intent: skill(knowledge) for skill in (*classes, Cancel, Deny)}
    dialogue = (AskDetail(knowledge), ReadAnswer(), GoOn(knowledge, skills), Affirm(knowledge, skills))
    return [*skills.values(), *dialogue]
