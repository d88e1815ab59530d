"""The decision basis as a politician receives it: two pages and an appendix, printed as it was written."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.results.example_document import example_document, example_flat_document
from tests.results.languages import swedish_left
from tests.results.papers import asked, everything, own_texts, pages_before_the_appendix

from exclusim.model.errors import ExclusimError
from exclusim.results.document import RunDocument
from exclusim.results.labels import NBSP
from exclusim.results.language import speaking
from exclusim.results.paper import paper_bytes, write_paper
from exclusim.results.paper.blocks import Paper, cut
from exclusim.results.paper.run_paper import run_paper
from exclusim.results.paper.setting import as_json, typeset
from exclusim.results.reporting.document import DecisionRecord, DecisionRule, Expected

LONG = "Tidiga, samordnade och långvariga insatser för unga som varken arbetar eller studerar i hela länet " * 4
MARKUP = '#panic("x")\n= Heading *bold* $x^2$ // gone @label <tag> \\ "quoted" #{1+1}'


def record(scenario: str) -> DecisionRecord:
    """Somebody has asked, decided, and said when to look again."""

    def expected(indicator: str, actor: str | None, unit: str, mean: float, by: str) -> Expected:
        return Expected.model_validate(
            {
                "mean": mean, "p5": mean * 0.8, "p95": mean * 1.2, "scenario": scenario, "indicator": indicator,
                "actor": actor, "by": by, "month": 36, "unit": unit,
            }
        )  # fmt: skip

    return DecisionRecord(
        scenarios=[scenario], asked_by="Kommunstyrelsen", question=None, alternatives=["Som i dag"], basis=[],
        decided_by="Kommunfullmäktige", decided="2027-02-01", reviews=["2028-12", "2031-12"],
        followed_up_by="Ekonomichefen",
        rule=DecisionRule(actor="kommun", mend_above=0.4, stop_above=0.6), plan=None, engagement=None,
        engagement_effect=None, funding=None, interests=None, stated=[], reviews_assumed=False,
        expected=[
            row
            for by in ("2028-12", "2031-12")
            for row in (
                expected("reached", None, "persons", 48, by),
                expected("net", "public", "SEK", -2e6, by),
                expected("cost", "public", "SEK", 5e6, by),
            )
        ],
    )  # fmt: skip


def several(document: RunDocument, count: int) -> RunDocument:
    """The same intervention under many names."""
    difference, scenario = document.differences["prevention"], document.scenarios["prevention"]
    names = [f"idea_{i}" for i in range(count)]
    return document.model_copy(
        update={
            "scenarios": {"baseline": document.scenarios["baseline"], **dict.fromkeys(names, scenario)},
            "differences": dict.fromkeys(names, difference),
        }
    )


def crowded() -> RunDocument:
    """Everything that can be long is long."""
    document = example_document()
    difference = document.differences["prevention"].model_copy(update={"label": LONG})
    return document.model_copy(
        update={
            "title": LONG,
            "place": LONG,
            "warnings": [LONG] * 12,
            "differences": {"prevention": difference},
            "decisions": [
                record("prevention").model_copy(
                    update={"asked_by": LONG, "question": LONG, "alternatives": [LONG] * 3, "followed_up_by": LONG}
                )
            ],
        }
    )


def baseline_only() -> RunDocument:
    document = example_document()
    return document.model_copy(
        update={"differences": {}, "scenarios": {"baseline": document.scenarios["baseline"]}, "decisions": []}
    )


DOCUMENTS = {
    "example": example_document,
    "worked example": example_flat_document,
    "baseline only": baseline_only,
    "decided": lambda: example_document().model_copy(update={"decisions": [record("prevention")]}),
    "eleven ideas": lambda: several(example_document(), 11),
    "crowded": crowded,
}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_two_pages_are_two_pages(name: str, language: str) -> None:
    with speaking("en" if language == "en" else "sv"):
        assert pages_before_the_appendix(run_paper(DOCUMENTS[name]())) == 2


def test_a_users_text_is_shown_as_it_was_written() -> None:
    document = example_document().model_copy(update={"title": MARKUP, "warnings": [MARKUP], "description": MARKUP})
    paper = run_paper(document)
    plain = " ".join(MARKUP.split())
    titles = asked(paper, "title", "body")
    assert plain in json.dumps(titles, ensure_ascii=False).replace('\\"', '"').replace("\\\\", "\\")
    assert paper_bytes(document).startswith(b"%PDF")
    headings = json.dumps(asked(paper, "heading", "body"), ensure_ascii=False)
    assert '"Heading' not in headings


def test_the_same_run_gives_the_same_bytes() -> None:
    assert paper_bytes(example_document()) == paper_bytes(example_document())


def test_the_paper_is_tagged_and_says_its_language_and_standard() -> None:
    with speaking("en"):
        english = paper_bytes(example_document())
    swedish = paper_bytes(example_document())
    for made, language in ((swedish, b"/Lang(sv)"), (english, b"/Lang(en)")):
        assert all(mark in made for mark in (language, b"/MarkInfo", b"/StructTreeRoot", b"pdfuaid"))


def test_a_sign_that_no_typeface_has_does_not_stop_the_paper() -> None:
    made = paper_bytes(example_document().model_copy(update={"title": "En satsning \U0001f600 på unga\x07"}))
    assert b"/StructTreeRoot" in made
    assert b"pdfuaid" not in made


def test_a_picture_has_words_for_those_who_cannot_see_it() -> None:
    paper = run_paper(example_document())
    pictures = [picture for sheet in paper.sheets for picture in sheet.pictures]
    assert len(pictures) == 3
    assert all(picture.alt and picture.svg.startswith("<svg") for picture in pictures)
    assert all("Libertinus Serif" in picture.svg for picture in pictures)


def test_the_first_page_answers_and_names_the_loser() -> None:
    first = everything(Paper(**{**vars(run_paper(example_document())), "annex": ()}))
    assert f"ger samhället 12,5{NBSP}Mkr mer än insatsen kostar" in first
    assert f"Risken att samhället förlorar på insatsen är 7{NBSP}%." in first
    assert "Förlorar i genomsnitt: Arbetsförmedlingen" in first
    assert f"Pengarna är tillbaka efter 8,4{NBSP}år" in first


def test_an_intervention_that_loses_says_so_first() -> None:
    document = example_document()
    difference = document.differences["prevention"]
    net = {a: v.model_copy(update={"mean": -v.mean, "p5": -v.p95, "p95": -v.p5}) for a, v in difference.net.items()}
    lost = difference.model_copy(update={"net": net, "payback_month": dict.fromkeys(net)})
    shown = everything(run_paper(document.model_copy(update={"differences": {"prevention": lost}})))
    assert f"kostar samhället 12,5{NBSP}Mkr mer än insatsen ger" in shown
    assert f"Offentlig sektor förlorar 6,2{NBSP}Mkr" in shown


def test_who_asked_and_what_to_follow_up_come_from_the_decision() -> None:
    shown = everything(run_paper(DOCUMENTS["decided"]()))
    for text in ("Kommunstyrelsen", "Vem följer upp: Ekonomichefen.", "2028-12", "Gränser för Kommunen"):
        assert text in shown
    assert "Vem följer upp: ej angivet." not in shown


def test_a_worked_example_claims_no_certainty() -> None:
    shown = everything(run_paper(example_flat_document()))
    assert "hur säkert svaret är säger det ingenting om" in shown
    assert "intervall är 90" not in shown


@pytest.mark.parametrize("name", ["example", "worked example", "baseline only", "decided"])
def test_no_swedish_is_left_in_an_english_paper(name: str) -> None:
    document = DOCUMENTS[name]()
    with speaking("en"):
        paper = run_paper(document)
    assert swedish_left(everything(paper), allowed=own_texts(document)) == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler) is not installed")
def test_the_text_can_be_read_out_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    write_paper(example_document(), path)
    made = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True)
    assert "Exempelstad: en årskull på 480" in made.stdout
    assert "Sida 1 av" in made.stdout


def test_a_file_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    blocked = tmp_path / "folder"
    blocked.mkdir()
    with pytest.raises(ExclusimError, match="cannot write"):
        write_paper(example_document(), blocked)
    with pytest.raises(ExclusimError, match="does not exist"):
        write_paper(example_document(), tmp_path / "nowhere" / "paper.pdf")
    assert [item.name for item in tmp_path.iterdir()] == ["folder"]


def test_a_very_long_word_is_broken_and_stays_on_the_page() -> None:
    word = "a" * 400
    data = as_json(run_paper(example_document().model_copy(update={"title": word})))
    assert word not in data
    assert typeset(run_paper(example_document().model_copy(update={"title": word}))).startswith(b"%PDF")


def test_a_hash_can_be_copied() -> None:
    whole = "64ec764aae1bfa253b9cba2e019bc1a0bf2376821b4acc4135f2392bb01a855f"
    assert whole in as_json(run_paper(example_document().model_copy(update={"data_hash": whole})))


def test_a_text_is_cut_between_words() -> None:
    assert cut("en  mycket\nlång mening", 12) == "en mycket…"
    assert cut("kort", 12) == "kort"
    assert cut("a" * 20, 12) == "a" * 11 + "…"
