"""The report as a planner receives it: one file, whole, in Swedish, and true to its document."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from tests.results.example_document import example_document, example_flat_document

from exclusim.model.errors import ExclusimError
from exclusim.results.document import Band, Cumulative, RunDocument
from exclusim.results.labels import NBSP, interval_mkr, mkr, percent
from exclusim.results.report import render_report, write_report

VOID = {"meta", "input", "br", "link", "img", "hr"}


class Outline(HTMLParser):
    """Checks that tags balance and notes headings, ids, links and every attribute."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.tags: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for key, value in attrs:
            self.attributes.append((tag, key, value or ""))
            if key == "id":
                self.ids.append(value or "")
            if key == "href":
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.text.append(data)


def outline(html: str) -> Outline:
    parser = Outline()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return parser


DOCUMENTS = {"dynamic": example_document(), "flat": example_flat_document()}


@pytest.fixture(params=sorted(DOCUMENTS), scope="module")
def document(request: pytest.FixtureRequest) -> RunDocument:
    return DOCUMENTS[str(request.param)]


@pytest.fixture(scope="module")
def html(document: RunDocument) -> str:
    return render_report(document)


def test_the_page_is_well_formed_swedish_html(html: str) -> None:
    page = outline(html)
    assert html.startswith("<!DOCTYPE html>")
    assert ("html", "lang", "sv") in page.attributes
    assert len(page.ids) == len(set(page.ids))


def test_headings_never_skip_a_level(html: str) -> None:
    levels = outline(html).headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_nothing_on_the_page_leads_outside_the_file(html: str) -> None:
    page = outline(html)
    assert not re.search(r"https?://|//[a-z]+\.[a-z]{2,}|@import|url\(", html)
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert not [a for a in page.attributes if a[1] in ("src", "srcset", "data", "action", "poster")]
    assert not {"link", "img", "iframe", "object", "embed"} & set(page.tags)
    assert "default-src 'none'" in html


def test_the_contents_list_every_section_and_no_other(html: str) -> None:
    page = outline(html)
    sections = re.findall(r'<section id="([a-z]+)"', html)
    listed = [link[1:] for link in page.links if link != "#innehall"]
    assert listed == sections


def test_every_figure_has_a_name_a_narrow_form_and_its_numbers_as_a_table(html: str) -> None:
    figures = re.findall(r"<figure>.*?</figure>", html, re.DOTALL)
    assert figures
    for figure in figures:
        assert len(re.findall(r'role="img" aria-label="[^"]{10,}"', figure)) == 2
        assert "<details" in figure
        assert re.search(r"<tbody>\s*<tr", figure)


def test_the_headline_amounts_are_those_of_the_document(document: RunDocument, html: str) -> None:
    text = " ".join(outline(html).text)
    base = document.scenarios["baseline"]
    for actor in ("society", "public", "kommun"):
        assert mkr(base.total[actor].mean) in text
    assert percent(base.excluded.long_term_share.mean, 1) in text
    for difference in document.differences.values():
        for actor in ("society", "public"):
            assert mkr(difference.net[actor].mean) in text
    for warning in document.warnings:
        assert warning in text
    assert f"--seed {document.seed}" in text
    assert document.run_id in text


def test_the_appraisals_perspective_stands_at_the_top() -> None:
    top = render_report(example_document()).partition("<main")[0]
    for words in (
        "Evidensbaserad",
        "2024",
        f"4{NBSP}% vid årets slut",
        "23–42 års ålder",
        "14 november 2026",
    ):
        assert words in top
    flat = render_report(example_flat_document()).partition("<main")[0]
    assert "Publicerat räkneexempel" in flat
    assert "framgår inte av källan" in flat


def test_intervals_say_what_they_are_an_interval_of() -> None:
    html = render_report(example_document())
    total = example_document().scenarios["baseline"].total["society"]
    assert f"90{NBSP}%-intervall {interval_mkr(total.p5, total.p95)}" in html
    assert f"90{NBSP}%-intervall över 200 dragningar" in html
    assert "intervall över" not in render_report(example_flat_document())


def test_a_loss_is_said_as_plainly_as_a_gain() -> None:
    html = render_report(example_document())
    assert "sannolikheten för förlust är 19\N{NO-BREAK SPACE}%" in html
    assert "Förlorar på det: Arbetsförmedlingen." in html


def test_an_investment_never_paid_back_is_said_so() -> None:
    document = example_document()
    change = document.differences["prevention"].model_copy(update={"payback_month": {"society": None}})
    html = render_report(document.model_copy(update={"differences": {"prevention": change}}))
    assert "får inte tillbaka pengarna inom horisonten" in html
    assert "Återbetalt inte inom horisonten" in html


def test_markup_in_a_title_is_shown_and_not_run() -> None:
    evil = "<script>alert(1)</script>"
    document = example_document()
    base = document.scenarios["baseline"].model_copy(update={"label": evil})
    life = document.lives[0].model_copy(update={"title": evil, "story": f'"{evil}'})
    html = render_report(
        document.model_copy(
            update={
                "title": evil, "place": evil, "description": evil, "warnings": [evil], "case": evil,
                "scenarios": {**document.scenarios, "baseline": base}, "lives": [life],
                "assumptions": [document.assumptions[0].model_copy(update={"note": evil, "name": evil})],
            }
        )
    )  # fmt: skip
    assert evil not in html
    assert html.count("<script") == 1
    assert "&lt;script&gt;alert(1)" in html
    outline(html)


def test_the_reproducing_command_is_quoted_for_the_shell() -> None:
    html = render_report(example_document().model_copy(update={"case": "mitt fall; rm -rf ."}))
    assert "exclusim run &#39;mitt fall; rm -rf .&#39; --preset published" in html


@pytest.mark.parametrize(
    ("missing", "sections"),
    [
        ({"differences": {}}, {"skillnader", "kran"}),
        ({"lives": []}, {"typfall"}),
        ({"decomposition": []}, {"bro"}),
        ({"published": []}, {"publicerat"}),
        ({"assumptions": [], "costs": []}, {"antaganden"}),
        ({"uncertainty": {}, "warnings": []}, set()),
    ],
)
def test_a_section_without_data_is_left_out(missing: dict[str, object], sections: set[str]) -> None:
    full = set(re.findall(r'<section id="([a-z]+)"', render_report(example_document())))
    html = render_report(example_document().model_copy(update=missing))
    assert set(re.findall(r'<section id="([a-z]+)"', html)) == full - sections
    outline(html)


def test_a_scenario_without_yearly_amounts_states_or_flows_still_gives_a_page() -> None:
    document = example_document()
    bare = document.scenarios["baseline"].model_copy(
        update={
            "years": [], "yearly": {}, "services": [], "ages": [], "activity_by_age": {}, "flows": [],
            "burden_by_age": {}, "by_kind": {}, "horizons": {}, "before": {}, "ordinary": {}, "term": {},
            "total": {"society": document.scenarios["baseline"].total["society"]},
        }
    )  # fmt: skip
    empty = Cumulative(months=[], net={"society": Band(mean=[], p5=[], p95=[])})
    change = document.differences["prevention"].model_copy(
        update={"cumulative": empty, "parts": {}, "horizons": {}, "payback_month": {}, "probability_loss": {}}
    )
    html = render_report(
        document.model_copy(update={"scenarios": {"baseline": bare}, "differences": {"prevention": change}})
    )
    outline(html)
    assert "floden" not in html
    assert "mandatperiod" not in re.findall(r'<section id="([a-z]+)"', html)


def test_newcomers_are_counted_from_arrival() -> None:
    html = render_report(example_document().model_copy(update={"start_age": None, "cohort": 10}))
    assert f"10{NBSP}nyanlända" in html
    assert f"20{NBSP}år från ankomsten" in html


def test_published_figures_are_shown_with_their_residuals_and_misses() -> None:
    html = render_report(example_flat_document())
    assert "2 av 3 publicerade siffror" in html
    assert "−0,3" in html
    assert "438\N{NO-BREAK SPACE}Mkr" in html
    assert interval_mkr(392e6, 486e6) in html.partition('<section id="kostnader"')[0]


def test_the_page_stays_small_enough_to_send_by_mail() -> None:
    document = example_document()
    many = [document.assumptions[i % 3].model_copy(update={"name": f"parameter.{i}"}) for i in range(500)]
    html = render_report(document.model_copy(update={"assumptions": many, "costs": document.costs * 60}))
    assert len(html.encode()) < 700_000


def test_the_same_document_gives_the_same_page(document: RunDocument, html: str) -> None:
    assert render_report(document) == html


def test_the_report_is_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    write_report(example_document(), target)
    assert target.read_text(encoding="utf-8") == render_report(example_document())
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_a_failed_write_leaves_the_old_report_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.html"
    target.write_text("old", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(ExclusimError, match="disk is full"):
        write_report(example_document(), target)
    assert target.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_a_missing_folder_is_one_clear_message(tmp_path: Path) -> None:
    with pytest.raises(ExclusimError, match="the folder does not exist"):
        write_report(example_document(), tmp_path / "nowhere" / "report.html")
