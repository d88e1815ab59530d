"""A run in the terminal: the headline, who pays, what changes and how surely, in the language spoken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from exclusim.model.errors import ExclusimError
from exclusim.model.money import REPORTED
from exclusim.results.document import DecompositionStep, Difference, Interval, RunDocument
from exclusim.results.labels import duration, interval_mkr, label, mkr, number, percent, years
from exclusim.results.language import _, telling
from exclusim.results.missions import ALL_FOUR, Boundary
from exclusim.results.published import readable_scale

__all__ = ["headline", "narrow_headline", "render_terminal"]

_PLACE = re.compile(r"\{(\w+)\}")


@telling
def render_terminal(document: RunDocument, console: Console, boundary: Boundary = "widened") -> None:
    """Print the run; it fits 80 columns and uses more where there are more. ``boundary`` is that of the headline."""
    console.print(Text(_(document.title), style="bold"))
    console.print(Text(_conditions(document), style="dim"))
    console.print()
    console.print(headline(document) if boundary == "widened" else narrow_headline(document))
    console.print()
    _costs(document, console)
    for name, difference in document.differences.items():
        _difference(document, _(document.scenarios[name].label), difference, console)
    for name, steps in document.project_bridges.items():
        _project_bridge(_(document.differences[name].label), steps, console)
    if document.published:
        _published(document, console)
    if document.replicates > 1:
        note = _("Inom parentes: 90-procentigt intervall över {n} dragningar (osäkra indata och slump).")
        console.print(Text(note.format(n=document.replicates), style="dim"))
    if document.warnings:
        points = Table.grid(padding=(0, 1, 0, 0))
        for warning in document.warnings:
            points.add_row("•", Text(_(warning)))
        console.print(Panel(points, title=_("Observera"), title_align="left", border_style="yellow"))


def headline(document: RunDocument) -> Text:
    """The answer in a sentence or two: the first scenario's cost, and the net gain of each alternative."""
    first = next(iter(document.scenarios.values()))
    amounts = {"society": _amount(first.total["society"], bold=True)}
    sentence = _("Utanförskap kostar samhället {society} på {years} år.")
    if "public" in first.total:
        amounts["public"] = _amount(first.total["public"], bold=True)
        sentence = _("Utanförskap kostar samhället {society} på {years} år, varav offentlig sektor {public}.")
    text = _filled(sentence.replace("{years}", str(document.horizon_years)), amounts)
    for name, difference in document.differences.items():
        if "society" in difference.net:
            net = difference.net["society"]
            gain = Text(mkr(net.mean), style="bold green" if net.mean >= 0 else "bold red")
            found = {"gain": gain.append(_spread(net), style="not bold default")}
            sentence = _("samhällets nettovinst är {gain}.")
            if net.p5 < net.p95 and "society" in difference.probability_loss:
                sentence = _("samhällets nettovinst är {gain}, risken för förlust {risk}.")
                found["risk"] = Text(_risk(difference, "society"))
            text.append(f"\n{_(document.scenarios[name].label)}: ").append_text(_filled(sentence, found))
    return text


def narrow_headline(document: RunDocument) -> Text:
    """The same for the narrow mission: shared clients, what they cost the four main actors, and the four's net gain.

    Raises:
        ExclusimError: the document has no narrow mission.
    """
    shared = next(iter(document.scenarios.values())).shared
    if shared is None:
        raise ExclusimError(
            f"run {document.run_id}: there is no narrow mission in it",
            hint="a run made now has one, but for the preset flat-annuity, whose example follows nobody",
        )
    sentence = _(
        "Det smala uppdraget: {people} personer, {part} av gruppen, är gemensamma klienter någon gång på {years} år. "
        "De månaderna kostar de fyra huvudaktörerna {cost}, {share} av allt som de fyra betalar för utanförskap."
    )
    told = {
        "people": number(shared.people.mean),
        "part": percent(shared.people_share.mean),
        "years": document.horizon_years,
    }
    for place, value in (told | {"share": percent(shared.cost_share.mean)}).items():
        sentence = sentence.replace(f"{{{place}}}", str(value))
    text = _filled(sentence, {"cost": _amount(shared.cost[ALL_FOUR], bold=True)})
    for name, difference in document.differences.items():
        if difference.narrow is not None:
            net, chance = difference.narrow.net[ALL_FOUR], difference.narrow.probability_loss[ALL_FOUR]
            gain = Text(mkr(net.mean), style="bold green" if net.mean >= 0 else "bold red")
            found = {"gain": gain.append(_spread(net), style="not bold default"), "risk": Text(percent(chance))}
            sentence = _("de fyra huvudaktörernas nettovinst är {gain}, risken för förlust {risk}.")
            text.append(f"\n{_(document.scenarios[name].label)}: ").append_text(_filled(sentence, found))
    return text


def _filled(sentence: str, values: Mapping[str, Text]) -> Text:
    """The sentence with styled values in its ``{places}``."""
    text = Text()
    for i, piece in enumerate(_PLACE.split(sentence)):
        text.append_text(values[piece] if i % 2 else Text(piece))
    return text


def _conditions(document: RunDocument) -> str:
    year = (
        _("{year} års priser").format(year=document.price_year)
        if document.price_year
        else _("prisår ej angivet i källan")
    )
    rate = number(document.discount_rate * 100, 0 if document.discount_rate * 100 % 1 == 0 else 1)
    discounting = _("diskonteringsränta {rate} %").format(rate=rate)
    run = _("körning {id}").format(id=document.run_id[:12])
    return f"{label(document.preset)} · {year} · {discounting} · {run}"


def _spread(value: Interval, decimals: int | None = None) -> str:
    return f" ({interval_mkr(value.p5, value.p95, decimals)})" if value.p5 < value.p95 else ""


def _amount(value: Interval, *, bold: bool = False) -> Text:
    return Text(mkr(value.mean), style="bold" if bold else "").append(_spread(value), style="not bold dim")


def _plain(value: Interval | None) -> Text:
    """Mean and interval in a column headed Mkr: the unit is not repeated."""
    if value is None:
        return Text("–")
    unit_text = f"\N{NO-BREAK SPACE}{_('Mkr')}"
    text = Text(mkr(value.mean, 1).removesuffix(unit_text))
    return text.append(_spread(value, 1).replace(unit_text, ""), style="not bold dim")


def _table(title: str, wide: bool) -> Table:
    return Table(
        title=Text(title, style="bold"),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 2 if wide else 1, 0, 0),
    )


def _wide(console: Console) -> bool:
    return console.width >= 120


def _costs(document: RunDocument, console: Console) -> None:
    wide = _wide(console)
    for scenario in document.scenarios.values():
        table = _table(_("{scenario}: kostnad, Mkr (nuvärde)").format(scenario=_(scenario.label)), wide)
        table.add_column(_("Aktör"), no_wrap=True)
        table.add_column(_years(document.horizon_years), justify="right", no_wrap=True)
        table.add_column(_("Första mandatperioden"), justify="right", no_wrap=True)
        extra = [h for h in ("8", "65") if h in scenario.horizons] if wide else []
        for horizon in extra:
            title = _("Till 65 års ålder") if horizon == "65" else _years(int(horizon))
            table.add_column(title, justify="right", no_wrap=True)
        for actor in (actor for actor in REPORTED if actor in scenario.total):
            cells = [_plain(scenario.total[actor]), _plain(scenario.term.get(actor))]
            cells += [_plain(scenario.horizons[horizon].get(actor)) for horizon in extra]
            table.add_row(label(actor), *cells, style="bold" if actor in ("society", "public") else "")
        console.print(table)


def _difference(document: RunDocument, scenario: str, difference: Difference, console: Console) -> None:
    wide = _wide(console)
    baseline = _(document.scenarios[difference.baseline].label)
    against = baseline[:1].lower() + baseline[1:]
    title = _("{scenario} mot {baseline}: nettovinst, Mkr")
    table = _table(title.format(scenario=scenario, baseline=against), wide)
    table.add_column(_("Aktör"), no_wrap=True)
    table.add_column(_("Nettovinst"), justify="right", no_wrap=True)
    table.add_column(_("Återbetald efter"), justify="right")
    table.add_column(_("Risk för förlust"), justify="right")
    if wide:
        table.add_column(_("Vinst före insats"), justify="right", no_wrap=True)
        table.add_column(_("Djupaste underskott"), justify="right", no_wrap=True)
    for actor in (actor for actor in REPORTED if actor in difference.net):
        net = difference.net[actor]
        cells = [_plain(net), Text(_payback(difference, actor)), Text(_risk(difference, actor))]
        if wide:
            deepest = difference.deepest_deficit.get(actor)
            hump = "–"
            if deepest:
                hump = _("{amount}, månad {month}").format(
                    amount=number(deepest["amount"] / 1e6, 1), month=f"{deepest['month']:.0f}"
                )
            cells += [_plain(difference.gain.get(actor)), Text(hump)]
        style = "red" if net.mean < 0 else "bold" if actor in ("society", "public") else ""
        table.add_row(label(actor), *cells, style=style)
    console.print(table)
    helped, harmed = difference.persons_helped, difference.persons_harmed
    line = _("Undvikna år i utanförskap: {years}. Personer som får det bättre: {helped}, sämre: {harmed}.").format(
        years=number(difference.avoided_exclusion_years.mean),
        helped=number(helped.mean, 1),
        harmed=number(harmed.mean, 1),
    )
    console.print(Padding(Text(line), (0, 0, 1, 0)))


def _years(count: int) -> str:
    """With a breaking space: a column's head may be narrow."""
    return years(count).replace("\N{NO-BREAK SPACE}", " ")


def _payback(difference: Difference, actor: str) -> str:
    if actor not in difference.payback_month:
        return "–"
    month = difference.payback_month[actor]
    if month is None:
        return _("återbetalas ej")
    return duration(month) if month else _("genast")


def _risk(difference: Difference, actor: str) -> str:
    chance = difference.probability_loss.get(actor)
    return "–" if chance is None else percent(chance)


def _project_bridge(title: str, steps: Sequence[DecompositionStep], console: Console) -> None:
    table = _table(_("{scenario}: från källans vinst till vår, Mkr").format(scenario=title), _wide(console))
    table.add_column(_("Steg"), overflow="fold")
    table.add_column(_("Belopp"), justify="right", no_wrap=True)
    table.add_column(_("Därefter"), justify="right", no_wrap=True)
    reached = 0.0
    for step in steps:
        reached += step.amount
        table.add_row(Text(_(step.label)), number(step.amount / 1e6, 1), number(reached / 1e6, 1))
    console.print(table)


def _published(document: RunDocument, console: Console) -> None:
    table = _table(_("Publicerat och beräknat"), _wide(console))
    table.add_column(_("Storhet"), overflow="fold")
    for title in (_("Publicerat"), _("Beräknat"), _("Avvikelse")):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column(_("Enhet"), no_wrap=True)
    table.add_column(_("Inom"), no_wrap=True)
    for figure in document.published:
        scale, unit_name = readable_scale(figure)
        values = (figure.published, figure.computed, figure.residual)
        table.add_row(
            Text(_(figure.quantity)),
            *(number(scale * value, 2) for value in values),
            unit_name,
            Text(_("ja"), style="green") if figure.inside else Text(_("nej"), style="bold red"),
        )
    console.print(table)
    for name, value in document.corrected_society.items():
        corrected = Text(
            _("{scenario}, samhället utan dubbelräkning:").format(scenario=_(document.scenarios[name].label)) + " "
        )
        console.print(corrected.append_text(_amount(value)))
