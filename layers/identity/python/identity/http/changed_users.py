"""Answers of what administrators did with a user."""

from fastapi import Response

from identity.http.answers import user_answer
from identity.people.changed_user import ChangedUser, NewSecret
from lacre.http.answer import Answer
from lacre.http.call import AuditedCall


def changed(call: AuditedCall, one: ChangedUser) -> Response:
    return call.done(one.change, Answer(user_answer(one.user), one.user.version))


def shown_once(call: AuditedCall, made: NewSecret, member: str) -> Response:
    """A secret that no later answer shows."""
    return call.done(made.change, Answer(user_answer(made.user), made.user.version, {member: made.secret}))
