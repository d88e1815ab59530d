"""Swedish and English are complete and agree."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from pydantic import BaseModel

from exclusim.calibration.phrase import Phrase
from exclusim.results import language
from exclusim.results.language import _, both, recording, speaking, told, told_in_both
from exclusim.results.language.catalogue import catalogue
from exclusim.results.language.shipped import shipped_texts
from exclusim.results.language.swedish import is_swedish
from exclusim.results.language.upkeep import missing, texts, update
from exclusim.scenarios.interventions_library import interventions
from exclusim.scenarios.library import cases, load

from .languages import swedish_left

FOLDER = Path(language.__file__).parent

# Names, and texts that are the same in both languages.
SAME = frozenset(
    {
        *("Arbetsförmedlingen", "Försäkringskassan", "Skövde", "Trelleborg", "Värmdö", "Supported employment"),
        *("Arbets-\nförm.", "Försäkr.-\nkassan"),  # divided for a figure
    }
)


@cache
def entries() -> tuple[tuple[str, str, str], ...]:
    """Every entry of every catalogue: room, Swedish, English."""
    found = []
    for file in sorted((FOLDER / "en").glob("*.po")):
        with file.open("rb") as stream:
            for message in read_po(stream, locale="en"):
                if message.id:
                    assert isinstance(message.id, str)
                    assert isinstance(message.string, str)
                    found.append((file.stem, message.id, message.string))
    return tuple(found)


def places(text: str) -> list[str]:
    """Places for values in a text, of ``str.format`` and of templates."""
    named = sorted(f"{name}:{spec}" for _literal, name, spec, _how in Formatter().parse(text) if name is not None)
    return [*named, *sorted(re.findall(r"%\(\w+\)s", text))]


def test_every_text_has_english() -> None:
    assert missing(FOLDER) == {}


def test_no_catalogue_holds_a_text_that_is_gone() -> None:
    known = texts()
    assert [(room, swedish) for room, swedish, _en in entries() if swedish not in known.get(room, ())] == []


def test_a_text_has_the_same_english_wherever_it_stands() -> None:
    by_text: dict[str, set[str]] = {}
    for _room, swedish, english in entries():
        if english:
            by_text.setdefault(swedish, set()).add(english)
    assert {swedish: found for swedish, found in by_text.items() if len(found) > 1} == {}


def test_the_english_has_the_same_places_for_values() -> None:
    wrong = [
        (swedish, english) for _room, swedish, english in entries() if english and places(swedish) != places(english)
    ]
    assert wrong == []


def test_no_swedish_stands_as_its_own_english() -> None:
    same = {swedish for _room, swedish, english in entries() if swedish == english and is_swedish(swedish)}
    assert same - SAME == set()


def test_no_english_holds_swedish_words() -> None:
    left = [english for _room, _swedish, english in entries() if swedish_left(escape(english), allowed=tuple(SAME))]
    assert left == []


def test_all_catalogues_are_read_in_less_than_a_second() -> None:
    started = time.process_time()
    read = catalogue.__wrapped__("en")
    assert time.process_time() - started < 1
    assert len(read) > 500


def test_showing_a_page_never_walks_through_the_shipped_data() -> None:
    code = (
        "import sys, exclusim.results.language\n"
        "sys.exit(any(name.startswith('exclusim.results.language.shipped') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _strings(getattr(value, name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item)
    elif type(value) is str:
        yield value


def test_no_swedish_text_of_a_shipped_case_or_intervention_is_forgotten() -> None:
    known = set(shipped_texts())
    for source in (*(load(info.name) for info in cases()), *interventions()):
        prose = [text for text in _strings(source) if text != text.upper()]  # sources are named in capitals
        assert [text for text in prose if is_swedish(text) and text not in known] == []


def test_a_new_text_is_added_without_english_and_one_that_is_gone_is_dropped(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    file = tmp_path / "en" / "labels.po"
    file.write_text('msgid "Mkr"\nmsgstr "MSEK"\n\nmsgid "borta"\nmsgstr "gone"\n')
    update(tmp_path, ["labels"])
    written = file.read_text()
    assert 'msgid "Mkr"\nmsgstr "MSEK"' in written
    assert 'msgid "tkr"\nmsgstr ""' in written
    assert "borta" not in written
    assert "tkr" in missing(tmp_path)["labels"]


def test_phrases_of_the_calibration_belong_to_its_rooms() -> None:
    assert "{first} samt {last}" in texts()["calibration_fitting"]
    assert "procentenheter" in texts()["calibration_sequences"]


@pytest.fixture
def sentence() -> Phrase:
    return Phrase("{first} samt {last}", first=[Phrase("hemlöshet"), Phrase("fängelse")], last=Phrase("dödlighet"))


def test_a_phrase_is_told_in_the_language_spoken(sentence: Phrase) -> None:
    assert told(sentence) == "hemlöshet, fängelse samt dödlighet"
    with speaking("en"):
        assert told(sentence) == "homelessness, prison and mortality"
        assert told(Phrase("{n:.1f}", n=2.5)) == "2.5"
    assert told(Phrase("{n:.1f}", n=2.5)) == "2,5"


def test_a_document_holds_a_phrase_in_swedish_and_remembers_the_english(sentence: Phrase) -> None:
    with speaking("en"), recording() as english:
        assert told_in_both(sentence) == "hemlöshet, fängelse samt dödlighet"
    assert english == {"hemlöshet, fängelse samt dödlighet": "homelessness, prison and mortality"}


def test_a_sentence_within_a_sentence_is_remembered_too() -> None:
    with recording() as english:
        inner = both(lambda: _("personer") + " 3")
        assert both(lambda: f"{_(inner)}!") == "personer 3!"
    assert english["personer 3!"] == "persons 3!"
