"""A sentence with its values apart, said in Swedish or in another language."""

from __future__ import annotations

import dataclasses

import pytest

from exclusim.calibration.phrase import Phrase


def test_a_phrase_without_values_is_its_text_braces_and_all() -> None:
    assert str(Phrase("{inget} att fylla i")) == "{inget} att fylla i"


def test_decimals_have_the_mark_of_the_language_and_whole_numbers_are_as_they_are() -> None:
    phrase = Phrase("{share:.1%} av {n}, vikt {weight:.2f}", share=0.125, n=1200, weight=0.5)
    assert str(phrase) == "12,5 % av 1200, vikt 0,50"
    assert phrase.said(str, ".") == "12.5 % av 1200, vikt 0.50"


def test_text_among_the_values_is_never_translated_or_read_as_a_template() -> None:
    english = {"plats: {name}": "place: {name}", "Mål {n}": "wrong"}
    assert Phrase("plats: {name}", name="Mål {n}").said(lambda text: english.get(text, text), ".") == "place: Mål {n}"


def test_phrases_within_are_said_in_the_same_language() -> None:
    english = {"{who} i {place}": "{who} in {place}", "unga": "young people"}
    phrase = Phrase("{who} i {place}", who=Phrase("unga"), place="Skövde")
    assert phrase.said(lambda text: english.get(text, text), ".") == "young people in Skövde"
    assert str(phrase) == "unga i Skövde"


def test_a_list_is_joined_by_commas() -> None:
    assert str(Phrase("{a}.", a=[Phrase("ett"), Phrase("två")])) == "ett, två."


def test_a_phrase_cannot_be_changed() -> None:
    phrase = Phrase("{n}", n=1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        phrase.template = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        phrase.values["n"] = 2  # type: ignore[index]
