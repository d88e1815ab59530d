"""The section about tap, mop and loops: where the avoided exclusion comes from, the stock, outcomes beyond work."""

from __future__ import annotations

from dataclasses import dataclass

from exclusim.results.document import Channels, Difference, Effectiveness, Interval, RunDocument, ScenarioResult
from exclusim.results.labels import NBSP, interval_mkr, mkr, number, tkr
from exclusim.results.labels import years as in_years
from exclusim.results.language import _
from exclusim.results.outcomes import NOT_MEASURED, OUTCOMES, Outcome

from .channel_figures import channel_bars, stock_curves
from .parts import Cell, Figure, KeyFigure, Section, Table, amount, is_certain, table

__all__ = ["channels"]

_PER = 100  # results are told per so many people reached


@dataclass(frozen=True)
class _Change:
    title: str
    sentence: str
    channels: Figure
    factors: Table
    stock: Figure | None
    keys: list[KeyFigure]
    outcomes: Table | None


def channels(document: RunDocument) -> Section | None:
    """One article for each difference that has its channels; None without any."""
    changes = [
        _change(document, name, difference, difference.channels)
        for name, difference in document.differences.items()
        if difference.channels is not None
    ]
    if not changes:
        return None
    return Section("kran", _("Kranen, golvet och rundgången"), "channels.html", {"changes": changes})


def _change(document: RunDocument, name: str, difference: Difference, found: Channels) -> _Change:
    before, after = document.scenarios.get(difference.baseline), document.scenarios.get(name)
    rows = None if before is None or after is None else _outcomes(before, after, difference)
    return _Change(
        title=_(difference.label),
        sentence=_sentence(found),
        channels=channel_bars(document, found),
        factors=_factors(found),
        stock=None if difference.stock is None else stock_curves(document, difference.stock),
        keys=[] if difference.effectiveness is None else _keys(difference.effectiveness),
        outcomes=rows,
    )


def years(months: float) -> str:
    """Person-months as years, with a decimal below a hundred."""
    value = months / 12
    return in_years(value, 0 if abs(value) >= 99.95 else 1)


def _sentence(found: Channels) -> str:
    total = found.months["total"].mean
    change = (
        _(
            "Av gruppens år i utanförskap undviks {total} inom horisonten: {inflow} för att färre hamnar utanför "
            "(kranen), {loops} för att färre kommer tillbaka (rundgången) och {outflow} för att perioderna blir "
            "kortare (golvet)."
        )
        if total >= 0
        else _(
            "Av gruppens år i utanförskap tillkommer {total} inom horisonten: {inflow} för att färre hamnar utanför "
            "(kranen), {loops} för att färre kommer tillbaka (rundgången) och {outflow} för att perioderna blir "
            "kortare (golvet)."
        )
    ).format(total=years(abs(total)), **{key: years(found.months[key].mean) for key in ("inflow", "loops", "outflow")})
    exact = _("Delarna är exakta och ger tillsammans summan; ett minustecken betyder att just den delen blir sämre.")
    return f"{change} {exact}"


def _spread(value: Interval, decimals: int) -> str:
    if is_certain(value):
        return ""
    dash = "–" if value.p5 >= 0 else f"{NBSP}{_('till')}{NBSP}"
    return f"{number(value.p5, decimals)}{dash}{number(value.p95, decimals)}"


def _plain(value: Interval, decimals: int) -> Cell:
    return Cell(number(value.mean, decimals), _spread(value, decimals))


def _factors(found: Channels) -> Table:
    before, after = found.before, found.after

    def avoided(key: str) -> Cell:
        value = _scaled(found.months[key], 1 / 12)
        return Cell(number(value.mean, 1), _spread(value, 1), _tone(value.mean))

    rows: list[list[Cell | str]] = [
        [
            Cell(_("Människor som hamnar utanför"), _("kranen")),
            _plain(before.entered, 0),
            _plain(after.entered, 0),
            avoided("inflow"),
            amount(found.money["inflow"], gain=True),
        ],
        [
            Cell(_("Perioder per person"), _("rundgången")),
            _plain(before.spells_per_person, 2),
            _plain(after.spells_per_person, 2),
            avoided("loops"),
            amount(found.money["loops"], gain=True),
        ],
        [
            Cell(_("Månader per period"), _("golvet")),
            _plain(before.months_per_spell, 1),
            _plain(after.months_per_spell, 1),
            avoided("outflow"),
            amount(found.money["outflow"], gain=True),
        ],
        [
            Cell(_("Kostnad per månad i utanförskap"), _("nuvärde, tkr")),
            _plain(_scaled(before.cost_per_month, 1e-3), 1),
            _plain(_scaled(after.cost_per_month, 1e-3), 1),
            "–",
            amount(found.money["price"], gain=True),
        ],
        [_("Tillsammans"), "", "", avoided("total"), amount(found.money["total"], gain=True)],
    ]
    return table(
        _("Utanförskapet som en produkt"),
        [_("Faktor"), _("Utan"), _("Med"), _("Undvikna år"), _("Undviken kostnad, samhället")],
        rows,
        strong=frozenset({len(rows) - 1}),
        foot=_(
            "Månader i utanförskap = människor × perioder per person × månader per period. En period som redan pågår "
            "när kalkylen börjar räknas som ett inträde då. Kostnaden är utanförskapets konto; insatsens egen kostnad, "
            "skola och tid före kalkylen ingår inte här."
        ),
    )


def _tone(value: float) -> str:
    return "gain" if value > 0 else "loss" if value < 0 else ""


def _scaled(value: Interval, factor: float) -> Interval:
    return Interval(mean=value.mean * factor, p5=value.p5 * factor, p95=value.p95 * factor)


def _keys(found: Effectiveness) -> list[KeyFigure]:
    keys = [
        KeyFigure(
            _("Personer som nås"),
            number(found.reached.mean),
            _spread(found.reached, 0),
            _("Prestation: så många ärenden hanteras. Det säger inget om resultatet."),
        )
    ]
    cost = found.cost_per_reached
    if cost is not None:
        spread = "" if is_certain(cost) else interval_mkr(cost.p5, cost.p95)
        shown = tkr(cost.mean) if abs(cost.mean) < 1e6 else mkr(cost.mean)
        keys.append(KeyFigure(_("Kostnad per person som nås"), shown, spread, _("Insatsens egen kostnad, nuvärde.")))
    work = found.per_reached.get("work_months")
    if work is not None:
        keys.append(
            KeyFigure(
                _("Resultat per person som nås"),
                f"{number(work.mean, 1)}{NBSP}{_('månader')}",
                _spread(work, 1),
                _("Mer tid i osubventionerat arbete: effektivitet, skild från prestation."),
            )
        )
    return keys


def _outcomes(before: ScenarioResult, after: ScenarioResult, difference: Difference) -> Table | None:
    known = [
        o for o in OUTCOMES if o.key in before.outcomes and o.key in after.outcomes and o.key in difference.outcomes
    ]
    if not known:
        return None
    per = {} if difference.effectiveness is None else difference.effectiveness.per_reached
    rows: list[list[Cell | str]] = []
    for outcome in known:
        change = difference.outcomes[outcome.key]
        each = per.get(outcome.key)
        rows.append(
            [
                Cell(_(outcome.label), _(outcome.explanation)),
                _in_unit(outcome, before.outcomes[outcome.key]),
                _in_unit(outcome, after.outcomes[outcome.key]),
                _in_unit(outcome, change, _tone(change.mean * outcome.better), signed=True),
                "–" if each is None else _in_unit(outcome, _scaled(each, _PER), signed=True),
            ]
        )
    return table(
        _("Utfall för gruppen inom horisonten"),
        [
            _("Utfall"),
            _(before.label) or difference.baseline,
            _("Med insatsen"),
            _("Förändring"),
            _("Per {n} som nås").format(n=_PER),
        ],
        rows,
        foot=_(NOT_MEASURED),
    )


def _in_unit(outcome: Outcome, value: Interval, tone: str = "", *, signed: bool = False) -> Cell:
    """People and times as numbers, person-months as years."""
    words = f"{NBSP}{_('år')}" if outcome.unit == "months" else ""
    shown = _scaled(value, 1 / 12) if outcome.unit == "months" else value
    decimals = 1 if signed or abs(shown.mean) < 20 else 0
    sign = "+" if signed and round(shown.mean, decimals) > 0 else ""
    return Cell(f"{sign}{number(shown.mean, decimals)}{words}", _spread(shown, decimals), tone)
