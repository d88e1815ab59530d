"""The terminal says the headline, who pays and what changes, in Swedish, at any width."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console
from tests.results.example_document import example_document, example_flat_document

from exclusim.results.document import Interval, RunDocument
from exclusim.results.labels import label, mkr
from exclusim.results.terminal import headline, render_terminal

DOCUMENTS = pytest.mark.parametrize("document", [example_document(), example_flat_document()], ids=lambda d: d.preset)


def _render(document: RunDocument, width: int = 80) -> str:
    file = io.StringIO()
    render_terminal(document, Console(file=file, width=width, force_terminal=False, color_system=None))
    return file.getvalue()


@DOCUMENTS
@pytest.mark.parametrize("width", [80, 140])
def test_it_fits_the_width_and_cuts_nothing_off(document: RunDocument, width: int) -> None:
    text = _render(document, width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert "…" not in text


def test_a_large_and_uncertain_loss_still_fits_eighty_columns() -> None:
    document = example_document()
    difference = document.differences["prevention"]
    net = dict.fromkeys(difference.net, Interval(mean=-1234.5e6, p5=-2345.6e6, p95=1345.6e6))
    changed = document.model_copy(update={"differences": {"prevention": difference.model_copy(update={"net": net})}})
    text = _render(changed)
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    assert "−1\N{NO-BREAK SPACE}234,5 (−2\N{NO-BREAK SPACE}345,6" in text
    assert "…" not in text


@DOCUMENTS
def test_the_headline_names_the_cost_and_the_net_gain(document: RunDocument) -> None:
    text = " ".join(_render(document, 140).split())
    baseline = document.scenarios["baseline"].total["society"].mean
    gain = document.differences["prevention"].net["society"].mean
    assert f"Utanförskap kostar samhället {' '.join(mkr(baseline).split())}" in text
    assert f"samhällets nettovinst är {' '.join(mkr(gain).split())}" in text


def test_a_net_loss_is_a_negative_gain_with_its_interval_and_risk() -> None:
    document = example_document()
    difference = document.differences["prevention"]
    loss = {**difference.net, "society": Interval(mean=-3e6, p5=-5e6, p95=1e6)}
    changed = document.model_copy(update={"differences": {"prevention": difference.model_copy(update={"net": loss})}})
    text = headline(changed).plain.replace("\N{NO-BREAK SPACE}", " ")
    assert "samhällets nettovinst är −3,0 Mkr (−5,0 till 1,0 Mkr), risken för förlust 7 %." in text


def test_a_published_figure_in_kronor_is_shown_in_millions() -> None:
    document = example_flat_document()
    figure = document.published[0].model_copy(update={"published": 6e8, "computed": 6.0015e8, "unit": "SEK"})
    text = _render(document.model_copy(update={"published": [figure]}))
    row = next(line for line in text.splitlines() if "Samhällets kostnad" in line)
    assert row.split()[3:6] == ["år", "600,00", "600,15"]


def test_every_actor_every_warning_and_the_probability_of_loss_are_shown() -> None:
    document = example_document()
    text = _render(document, 140)
    for actor in document.scenarios["baseline"].total:
        assert label(actor) in text
    assert document.warnings[0] in text
    assert "19\N{NO-BREAK SPACE}%" in text
    assert "200 dragningar" in text


def test_an_investment_that_never_pays_back_says_so() -> None:
    document = example_document()
    difference = document.differences["prevention"].model_copy(update={"payback_month": {"society": None}})
    assert "återbetalas ej" in _render(document.model_copy(update={"differences": {"prevention": difference}}))


def test_the_published_figures_stand_beside_ours_with_what_is_off() -> None:
    text = _render(example_flat_document(), 140)
    miss = next(line for line in text.splitlines() if "Kommunens vinst" in line)
    assert miss.split()[-5:] == ["8,30", "8,00", "−0,30", "Mkr", "nej"]
    assert "samhället utan dubbelräkning: 438\N{NO-BREAK SPACE}Mkr (392–486\N{NO-BREAK SPACE}Mkr)" in text


def test_brackets_in_a_title_are_shown_and_not_read_as_style() -> None:
    changed = example_document().model_copy(update={"title": "[red]Exempel[/red]", "warnings": ["[bold]x"]})
    text = _render(changed)
    assert "[red]Exempel[/red]" in text
    assert "[bold]x" in text
