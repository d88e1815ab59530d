"""The page of the structures: one self-contained HTML file in Swedish, the answer first."""

from __future__ import annotations

from pathlib import Path

from exclusim.model.money import REPORTED
from exclusim.results.files import write_text
from exclusim.results.interval import Interval
from exclusim.results.labels import interval_mkr, label, mkr, number, percent
from exclusim.results.language import _, telling
from exclusim.results.report.parts import Cell, KeyFigure, Table, amount, table
from exclusim.results.report.shell import render
from exclusim.results.structures.document import Pooled, StructuresDocument
from exclusim.results.structures.figure import dots
from exclusim.results.structures.words import fit_names, headline, meaning, payback_words, weighting_names

__all__ = ["render_structures", "write_structures"]


@telling
def render_structures(document: StructuresDocument) -> str:
    """The page as one HTML document: style and figures inside it, no script."""
    has_scenario = document.scenario is not None
    return render(
        "exclusim.results.structures",
        "structures.html",
        document=document,
        facts=_facts(document),
        headline=headline(document),
        keys=_keys(document),
        warnings=[_(note) for note in document.notes],
        figure=dots(document, "net", _("Samhällets netto i varje struktur")) if has_scenario else None,
        cost_figure=dots(document, "cost", _("Vad utanförskapet kostar samhället i varje struktur")),
        answers=_answers(document),
        payers=_payers(document) if has_scenario else None,
        conclusions=_conclusions(document) if has_scenario else None,
        shares=_shares(document),
        structures=_structures(document),
        groups=_groups(document),
        meaning=meaning(document),
    )


def write_structures(document: StructuresDocument, path: Path) -> None:
    """Write the page to ``path``, whole or not at all.

    Raises:
        ExclusimError: the file cannot be written.
    """
    write_text(path, render_structures(document))


def _facts(document: StructuresDocument) -> list[tuple[str, str]]:
    rate = percent(document.discount_rate, 1).replace(",0", "").replace(".0", "")
    return [
        (_("Plats"), _(document.place)),
        (_("Fråga"), _(document.label)),
        (_("Grupp"), _("{cohort}\N{NO-BREAK SPACE}personer").format(cohort=number(document.cohort))),
        (_("Horisont"), _("{horizon_years}\N{NO-BREAK SPACE}år").format(horizon_years=document.horizon_years)),
        (_("Prisår"), str(document.price_year)),
        (_("Kalkylränta"), rate),
    ]


def _spread(found: Pooled) -> str:
    return _("90\N{NO-BREAK SPACE}% av alla strukturers dragningar {amounts}").format(
        amounts=interval_mkr(found.p5, found.p95)
    )


def _keys(document: StructuresDocument) -> list[KeyFigure]:
    what = _("Samhällets kostnad") if document.scenario is None else _("Samhällets netto")
    keys = []
    for ensemble in document.ensembles:
        found = ensemble.cost["society"] if document.scenario is None else ensemble.net["society"]
        keys.append(
            KeyFigure(
                f"{what}, {weighting_names()[ensemble.weighting].lower()}",
                mkr(found.mean),
                _spread(found),
                _("{between_share} av variansen ligger mellan strukturer.").format(
                    between_share=percent(found.between_share)
                ),
            )
        )
    return keys


def _answers(document: StructuresDocument) -> Table:
    """Rows are structures, then ensembles."""
    scenario = document.scenario is not None
    rows: list[list[Cell | str]] = []
    for item in document.structures:
        row: list[Cell | str] = [
            Cell(_(item.label), _(item.description)),
            amount(item.cost["society"]),
            Cell(percent(item.long_term.mean, 1), _percents(item.long_term)),
        ]
        if scenario:
            row += [
                amount(item.net["society"], gain=True),
                payback_words(item.payback_month["society"]),
                percent(item.probability_loss["society"]),
            ]
        rows.append(row)
    for found in document.ensembles:
        row = [
            weighting_names()[found.weighting],
            _pooled(found.cost["society"]),
            Cell(percent(found.long_term.mean, 1), _percents(found.long_term)),
        ]
        if scenario:
            row += [
                _pooled(found.net["society"], gain=True),
                payback_words(found.payback_month["society"]),
                percent(found.probability_loss["society"]),
            ]
        rows.append(row)
    head = [_("Struktur"), _("Kostnad i dag"), _("Varaktigt utanför")]
    head += [_("Netto"), _("Återbetalt efter"), _("Risk för förlust")] if scenario else []
    count = len(document.structures)
    return table(
        _("Svaret i varje struktur, samhället"),
        head,
        rows,
        strong=frozenset(range(count, count + len(document.ensembles))),
    )


def _percents(value: Interval | Pooled) -> str:
    return f"{percent(value.p5, 1).removesuffix('%').rstrip()}–{percent(value.p95, 1)}"


def _pooled(found: Pooled, *, gain: bool = False) -> Cell:
    return amount(Interval(mean=found.mean, p5=found.p5, p95=found.p95), gain=gain)


def _payers(document: StructuresDocument) -> Table:
    rows: list[list[Cell | str]] = [
        [_(item.label), *(amount(item.net[actor], gain=True, unit=False) for actor in REPORTED)]
        for item in document.structures
    ]
    count = len(rows)
    for found in document.ensembles:
        cells = [found.net[actor] for actor in REPORTED]
        rows.append(
            [
                weighting_names()[found.weighting],
                *(
                    amount(Interval(mean=c.mean, p5=c.p5, p95=c.p95), gain=True, unit=False)
                    for c in cells
                ),
            ]
        )  # fmt: skip
    return table(
        _("Netto per betalare, Mkr"),
        [_("Struktur"), *map(label, REPORTED)],
        rows,
        strong=frozenset(range(count, len(rows))),
    )


def _conclusions(document: StructuresDocument) -> Table:
    rows: list[list[Cell | str]] = [
        [
            label(actor),
            _("oavgjort") if not found.clear else _("vinner") if found.gains else _("förlorar"),
            _("{holds} av {of}").format(holds=number(found.holds), of=number(found.of)),
            number(found.unclear),
        ]
        for actor, found in document.conclusions.items()
    ]
    return table(
        _("Håller slutsatsen?"),
        [_("Betalare"), _("I standardmodellen"), _("Samma tecken i"), _("Varav osäkert tecken")],
        rows,
        foot=_("Tecknet på medelvärdet. Osäkert: medelvärdet ligger inom två medelfel från noll, i någon riktning."),
    )


def _shares(document: StructuresDocument) -> Table:
    scenario = document.scenario is not None
    rows: list[list[Cell | str]] = []
    for found in document.ensembles:
        answers = {_("Kostnad i dag"): found.cost["society"], _("Andel varaktigt utanför"): found.long_term}
        answers |= {_("Netto"): found.net["society"]} if scenario else {}
        for name, value in answers.items():
            rows.append(
                [
                    Cell(name, weighting_names()[found.weighting]),
                    percent(1 - value.between_share, 1),
                    percent(value.between_share, 1),
                    percent(value.chance_share, 1),
                ]
            )
    return table(
        _("Var osäkerheten finns, samhället"),
        [_("Svar"), _("Inom strukturer"), _("Mellan strukturer"), _("Så mycket av ”mellan” ger slumpen")],
        rows,
        foot=_(
            "Andelar av variansen. Inom och mellan summerar till hela variansen. Slumpen: vad "
            "ett ändligt antal dragningar i genomsnitt skulle visa även om strukturerna gav "
            "samma svar."
        ),
    )


def _structures(document: StructuresDocument) -> Table:
    rows: list[list[Cell | str]] = []
    for item in document.structures:
        held = ", ".join(
            f"{name} = {number(value, 2).removesuffix(',00').removesuffix('.00')}" for name, value in item.held.items()
        )
        cost = item.shift["cost"]
        rows.append(
            [
                Cell(_(item.label), held),
                fit_names()[item.fit],
                "–" if item.score is None else number(item.score.misfit, 1),
                *(percent(item.weights[found.weighting], 1) for found in document.ensembles),
                "–" if item is document.structures[0] else Cell(mkr(cost.mean), f"± {mkr(2 * cost.se)}"),
            ]
        )
    return table(
        _("Strukturerna, deras anpassning och vikter"),
        [
            _("Struktur"),
            _("Anpassning"),
            _("Avvikelse"),
            *(weighting_names()[found.weighting] for found in document.ensembles),
            _("Kostnad mot standardmodellen"),
        ],
        rows,
        text=2,
        foot=_(
            "Avvikelse: summan över oberoende grupper av statistik av medelkvadraten av "
            "avvikelserna, räknade i sina fel. Vikt = exp(\N{MINUS SIGN}avvikelse/2), normerad. Skillnaden i "
            "kostnad är parvis, med två medelfel."
        ),
    )


def _groups(document: StructuresDocument) -> Table | None:
    """Groups of statistics on which the structures differ most."""
    scored = [(item, item.score) for item in document.structures if item.score is not None]
    if not scored:
        return None
    spread = {
        group: max(score.by_group[group] for _item, score in scored)
        - min(score.by_group[group] for _item, score in scored)
        for group in scored[0][1].by_group
    }
    most = sorted(spread, key=lambda group: -spread[group])[:10]
    rows: list[list[Cell | str]] = [
        [_(group), *(number(score.by_group[group], 2) for _item, score in scored)] for group in most
    ]
    return table(
        _("Statistiken som skiljer strukturerna mest åt"),
        [_("Grupp av statistik"), *(_(item.label) for item, _score in scored)],
        rows,
        foot=_("Gruppens del av avvikelsen; ett är vad rena mätfel ger. Alla grupper finns i tabellfilen."),
    )
