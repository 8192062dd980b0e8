"""Every code of a header that people read has a word, in each language, and no word is there for nothing."""

from collections.abc import Iterable
from itertools import chain

import pytest

from functions.query.language import ENGLISH, PORTUGUESE, words_of
from functions.query.views.labels import labels
from functions.query.views.listing import PRIMARY
from functions.query.vocabulary import vocabulary
from identity.model.role import Role
from lacre.model.action import CATALOGUE
from lacre.model.filters import Selection
from lacre.model.vocabulary import ActorType, EntityType, EventSource, EventType, Outcome, Severity
from scripts.compile_words import translated

LISTS: list[Iterable[str]] = [ActorType, EntityType, EventSource, EventType, Outcome, Severity, Role]
CODES = sorted({*chain.from_iterable(LISTS), *(one.group for one in CATALOGUE.values())})


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_word_in_both_languages(code: str) -> None:
    for language in (ENGLISH, PORTUGUESE):
        assert vocabulary(words_of(language).gettext)[code]
    assert vocabulary(str)[code] in translated(PORTUGUESE)


def test_no_word_is_there_for_nothing() -> None:
    assert sorted(vocabulary(str)) == CODES


def test_two_codes_of_one_list_have_two_words() -> None:
    words = vocabulary(words_of(PORTUGUESE).gettext)
    for codes in LISTS:
        said = [words[code] for code in codes]
        assert len(said) == len(set(said))


def test_every_condition_has_a_label_in_both_languages() -> None:
    assert labels(str).keys() == Selection().as_object().keys()
    assert set(PRIMARY) <= labels(str).keys()
    assert set(labels(str).values()) <= translated(PORTUGUESE)
