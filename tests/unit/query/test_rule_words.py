"""Each rule that is released, and each condition, is in words that both languages have."""

import pytest

from functions.query.conditions import conditions, in_words
from functions.query.language import PORTUGUESE, words_of
from functions.query.rule_words import rule_words
from lacre.investigating.rulebook import load_rulebook
from scripts.compile_words import translated

RULES = load_rulebook().rules
IN_PORTUGUESE = conditions(words_of(PORTUGUESE).gettext)


def test_in_english_they_are_the_bundles_own() -> None:
    told = {name: (one.compiled["title"], one.compiled["description"]) for name, one in RULES.items()}
    assert {name: (words.title, words.explanation) for name, words in rule_words(str).items()} == told


def test_each_is_translated() -> None:
    english, portuguese = rule_words(str), rule_words(words_of(PORTUGUESE).gettext)
    for name, words in english.items():
        assert {words.title, words.explanation} <= translated(PORTUGUESE)
        assert not {words.title, words.explanation} & {portuguese[name].title, portuguese[name].explanation}
        assert portuguese[name].recorded == words.title


@pytest.mark.parametrize("name", RULES)
def test_the_condition_of_each_has_words(name: str) -> None:
    told = in_words(RULES[name].condition, IN_PORTUGUESE)
    assert told is not None
    assert "%(" not in told


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        (">= 5 events in 10 min", "pelo menos 5 eventos em 10 min"),
        (">= 2.5 % of at least 20 events in 24 h", "pelo menos 2.5 % de 20 eventos ou mais em 24 h"),
        ("nothing for 72 h of trading hours", "nada durante 72 h de horas de comércio"),
        ("", None),
        (">= 5 events in 10 min, and more", None),
        ("<b>&</b>", None),
    ],
)
def test_a_form_that_is_not_known_is_left_as_it_is(condition: str, told: str | None) -> None:
    assert in_words(condition, IN_PORTUGUESE) == told
