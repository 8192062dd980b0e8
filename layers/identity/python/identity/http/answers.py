"""Users as the API shows them."""

from identity.model.user import User
from lacre.model import moment
from lacre.model.canonical import JsonObject


def user_answer(user: User) -> JsonObject:
    return {"id": user.id, **user.shown(), "created_at": moment.to_text(user.created_at)}
