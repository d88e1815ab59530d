"""Section *Två uppdrag*: the narrow mission of the four main actors and the widened one, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from exclusim.model.money import PUBLIC
from exclusim.results.document import Difference, Interval, NarrowMission, RunDocument, SharedClients
from exclusim.results.labels import NBSP, interval_mkr, label, mkr, number, percent
from exclusim.results.language import _
from exclusim.results.missions import ALL_FOUR, MAIN_ACTORS, Boundary

from .channels_section import years
from .parts import Cell, KeyFigure, Section, Table, amount, band_meaning, is_certain, table
from .words import baseline, horizon

__all__ = ["missions"]

_WIDENED = ("society", "public", *PUBLIC, "production")


@dataclass(frozen=True)
class _Boundary:
    """``first`` is the one that a reader with a switch sees first."""

    key: Boundary
    title: str
    meaning: str
    keys: list[KeyFigure]
    actors: Table
    changes: Table | None
    first: bool = False


def missions(document: RunDocument) -> Section | None:
    """Left out where the document has no narrow mission: the published examples, and documents of old."""
    shared, definition = baseline(document).shared, document.narrow_mission
    if shared is None or definition is None:
        return None
    return Section(
        "uppdrag",
        _("Två uppdrag"),
        "missions.html",
        {"boundaries": [_narrow(document, shared), _widened(document)], "definition": _definition(definition)},
    )


def _narrow(document: RunDocument, shared: SharedClients) -> _Boundary:
    changes = {name: d.narrow for name, d in document.differences.items() if d.narrow is not None}
    meaning = _(
        "Bara månader då någon är gemensam klient, och bara det som de fyra aktörerna betalar och får in. "
        "Insatsen räknas i sin helhet, vem den än når. En kostnad som flyttar över gränsen ser därför ut som en "
        "vinst: den som inte längre är gemensam klient, men fortfarande utanför, syns bara i det vidgade uppdraget. "
        "Undanträngning ingår inte."
    )
    actors = (ALL_FOUR, *MAIN_ACTORS)
    rows: list[list[Cell | str]] = [
        [
            _(document.differences[name].label),
            _count(change.people, 1),
            _count(_in_years(change.months), 1),
            amount(change.gain[ALL_FOUR], gain=True),
            mkr(change.project[ALL_FOUR].mean),
            amount(change.net[ALL_FOUR], gain=True),
            percent(change.probability_loss[ALL_FOUR]),
        ]
        for name, change in changes.items()
    ]
    head = [
        _("De fyra tillsammans"),
        _("Klienter"),
        _("År som klient"),
        _("Vinst"),
        _("Insatsens kostnad"),
        _("Netto"),
        _("Risk för förlust"),
    ]
    nets = {name: change.net for name, change in changes.items()}
    return _Boundary(
        "narrow",
        _("Det smala uppdraget"),
        meaning,
        _narrow_keys(shared),
        _actors(document, _("Det smala uppdraget per aktör"), actors, shared.cost, nets),
        table(_("Vad som förändras i det smala uppdraget"), head, rows) if rows else None,
    )


def _narrow_keys(shared: SharedClients) -> list[KeyFigure]:
    each = shared.months.mean / shared.people.mean if shared.people.mean else 0.0
    people = _("{n}\N{NO-BREAK SPACE}personer").format(n=number(shared.people.mean))
    in_years, cost = _in_years(shared.months), shared.cost[ALL_FOUR]
    return [
        KeyFigure(
            _("Gemensamma klienter"),
            people,
            _spread(shared.people),
            _("{share} av gruppen är det minst en månad inom horisonten.").format(
                share=percent(shared.people_share.mean)
            ),
        ),
        KeyFigure(
            _("Tid som gemensam klient"),
            years(shared.months.mean),
            _spread(in_years),
            _("Personår inom horisonten; {time} var för dem som är det.").format(time=years(each)),
        ),
        KeyFigure(
            _("De fyra aktörernas kostnad"),
            mkr(cost.mean),
            "" if is_certain(cost) else interval_mkr(cost.p5, cost.p95),
            _("{share} av allt som de fyra betalar för utanförskap.").format(share=percent(shared.cost_share.mean)),
        ),
    ]


def _widened(document: RunDocument) -> _Boundary:
    base = baseline(document)
    meaning = _(
        "Alla människor i gruppen, alla aktörer och samhället, från behov över samverkan till resultat. Det är "
        "samma tal som i resten av rapporten."
    )
    people = _("{n}\N{NO-BREAK SPACE}personer").format(n=number(document.cohort))
    everybody = _("Hela gruppen, alla månader i {horizon}.").format(horizon=horizon(document))
    keys = [KeyFigure(_("Människor"), people, "", everybody)]
    explanations = {
        "society": (_("Samhällets kostnad"), _("Resurser som går åt plus värdet av arbete som inte blir av.")),
        "public": (_("Offentlig sektor"), _("Verksamhet, bidrag och uteblivna skatter för sex aktörer.")),
    }
    for actor, (name, explanation) in explanations.items():
        if actor in base.total:
            value = base.total[actor]
            spread = "" if is_certain(value) else interval_mkr(value.p5, value.p95)
            keys.append(KeyFigure(name, mkr(value.mean), spread, explanation))
    rows = [_society_row(difference) for difference in document.differences.values()]
    head = [label("society"), _("År i utanförskap"), _("Vinst"), _("Insatsens kostnad"), _("Netto")]
    nets = {name: difference.net for name, difference in document.differences.items()}
    return _Boundary(
        "widened",
        _("Det vidgade uppdraget"),
        meaning,
        keys,
        _actors(document, _("Det vidgade uppdraget per aktör"), _WIDENED, base.total, nets),
        table(_("Vad som förändras i det vidgade uppdraget"), [*head, _("Risk för förlust")], rows) if rows else None,
        first=True,
    )


def _society_row(difference: Difference) -> list[Cell | str]:
    avoided = _scaled(difference.avoided_exclusion_years, -1.0)
    cost = -sum(difference.parts.get(part, {}).get("society", 0.0) for part in ("intervention", "casework"))
    chance = difference.probability_loss.get("society")
    return [
        _(difference.label),
        _count(avoided, 1),
        amount(difference.gain.get("society"), gain=True),
        mkr(cost),
        amount(difference.net.get("society"), gain=True),
        "–" if chance is None else percent(chance),
    ]


def _actors(
    document: RunDocument,
    caption: str,
    actors: tuple[str, ...],
    cost: dict[str, Interval],
    nets: dict[str, dict[str, Interval]],
) -> Table:
    """What each actor pays today, and what it gains net by each scenario."""
    known = [actor for actor in actors if actor in cost]
    rows: list[list[Cell | str]] = [
        [label(actor), amount(cost[actor]), *(amount(net.get(actor), gain=True) for net in nets.values())]
        for actor in known
    ]
    gains = [_("Nettovinst: {scenario}").format(scenario=_(document.differences[name].label)) for name in nets]
    strong = frozenset(i for i, actor in enumerate(known) if actor in (ALL_FOUR, "society", "public"))
    first = _("Kostnad: {scenario}").format(scenario=_(baseline(document).label))
    foot = f"{_('Nuvärde i miljoner kronor.')} {band_meaning(document)}"
    return table(caption, [_("Aktör"), first, *gains], rows, strong=strong, foot=foot)


def _definition(definition: NarrowMission) -> Table:
    def told(actors: list[str]) -> str:
        return ", ".join(map(label, actors)) or _("ingen av de fyra")

    rows: list[list[Cell | str]] = [
        [Cell(label(agency), _("har ärendet")), told(actors)] for agency, actors in definition.of_agency.items()
    ]
    rows += [[label(burden), told(actors)] for burden, actors in definition.of_burden.items()]
    return table(_("Vem som räknas som gemensam klient"), [_("Det som gäller"), _("Har en uppgift")], rows, text=2)


def _scaled(value: Interval, factor: float) -> Interval:
    low, high = sorted((value.p5 * factor, value.p95 * factor))
    return Interval(mean=value.mean * factor, p5=low, p95=high)


def _in_years(months: Interval) -> Interval:
    return _scaled(months, 1 / 12)


def _spread(value: Interval, decimals: int = 0) -> str:
    if is_certain(value):
        return ""
    dash = "–" if value.p5 >= 0 else f"{NBSP}{_('till')}{NBSP}"
    return f"{number(value.p5, decimals)}{dash}{number(value.p95, decimals)}"


def _count(change: Interval, decimals: int) -> Cell:
    """A change in people or years; fewer is better."""
    tone = "gain" if change.mean < 0 else "loss" if change.mean > 0 else ""
    sign = "+" if round(change.mean, decimals) > 0 else ""
    return Cell(f"{sign}{number(change.mean, decimals)}", _spread(change, decimals), tone)
