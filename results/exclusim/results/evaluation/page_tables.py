"""Tables of the page of an evaluation."""

from __future__ import annotations

from collections.abc import Callable

from exclusim.results.evaluation.document import EvaluationDocument
from exclusim.results.evaluation.words import TRUSTED, effect, signed
from exclusim.results.interval import Interval
from exclusim.results.labels import NBSP, number, percent, tkr, unit
from exclusim.results.language import _
from exclusim.results.report.parts import Cell, Table, table

__all__ = ["assumptions", "components", "designs", "sizes", "window"]


def _roles() -> dict[str, str]:
    return {
        "carries": _("bär effekten"),
        "superfluous": _("överflödig"),
        "harmful": _("motverkar"),
        "unclear": _("oklart"),
    }


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value)


def designs(document: EvaluationDocument) -> Table:
    rows: list[list[Cell | str]] = [
        [
            _(d.label),
            Cell(
                effect(d.estimate, document, unit=False),
                _("fullföljt {per_protocol}").format(per_protocol=effect(d.per_protocol, document, unit=False)),
            ),
            Cell(
                effect(d.bias, document, unit=False),
                f"±{NBSP}{effect(2 * d.bias_se, document, unit=False).lstrip('+')}",
            ),
            effect(d.spread, document, unit=False).lstrip("+"),
            effect(d.rmse, document, unit=False).lstrip("+"),
            percent(d.coverage),
            _share(d.power),
            _share(d.wrong_sign),
            _share(d.false_alarm),
        ]
        for d in document.designs
    ]
    measure = _("procentenheter") if document.unit == "share" else _("månader")
    return table(
        _("Mätmetoderna jämförda"),
        [
            _("Metod"),
            _("Visar"),
            _("Skevhet"),
            _("Spridning"),
            _("Typiskt fel"),
            _("Täckning"),
            _("Hittar"),
            _("Fel tecken"),
            _("Falskt larm"),
        ],
        rows,
        foot=_(
            "Effekter i {measure}. Visar: alla som börjat, och därunder bara de som fullföljt. "
            "Skevhet: systematiskt fel, ± två Monte Carlo-fel. Täckning: andel av "
            "95-procentsintervallen som rymmer sanningen. Typiskt fel: roten ur "
            "medelkvadratfelet. Falskt larm: säkert resultat åt fel håll, eller fast ingen "
            "effekt finns."
        ).format(measure=measure),
    )


def sizes(document: EvaluationDocument) -> Table:
    rows: list[list[Cell | str]] = [
        [
            _(d.label),
            _("fler än {most}").format(most=number(document.sample_size.most))
            if d.participants_needed is None and d.power is not None
            else "–"
            if d.participants_needed is None
            else Cell(
                number(d.participants_needed),
                (_("ger {power}") if d.coverage >= TRUSTED else _("ger {power}, men skevt")).format(
                    power=_share(d.needed_power)
                ),
            ),
            effect(d.detectable, document, unit=False).lstrip("+"),
        ]
        for d in document.designs
    ]
    form = document.sample_size.closed_form
    measure = _("procentenheter") if document.unit == "share" else _("månader")
    usual = (
        _("Formeln har inget svar när insatsen saknar effekt.")
        if form is None
        else _("Formeln ger {form} per grupp.").format(form=number(form))
    )
    return table(
        _("Deltagare som behövs för {wanted_power}").format(wanted_power=percent(document.sample_size.wanted_power)),
        [
            _("Metod"),
            _("Deltagare"),
            _("Minsta effekt som {participants} hittar").format(participants=number(document.participants)),
        ],
        rows,
        foot=_(
            "Sökt genom simulering. {usual} Den räknar med en enda sanning; simuleringen prövar "
            "över alla dragningar, där effekten kan vara mindre. Minsta effekt i {measure}, om "
            "metoden inte har något systematiskt fel."
        ).format(usual=usual, measure=measure),
    )


def _interval(value: Interval, show: Callable[[float], str]) -> Cell:
    return Cell(show(value.mean), _("{low} till {high}").format(low=show(value.p5), high=show(value.p95)))


def window(document: EvaluationDocument) -> Table:
    seen = document.window

    def months(value: float) -> str:
        return _("{value}\N{NO-BREAK SPACE}mån").format(value=number(value, 2))

    measure = _("procentenheter") if document.unit == "share" else _("månader; på lång sikt procentenheter")
    when = _("efter {follow_up} månader").format(follow_up=number(document.follow_up))
    rows: list[list[Cell | str]] = [
        [
            Cell(_("Effekten som mäts"), f"{measure}, {_(document.outcome_label)}"),
            _interval(seen.follow_up, lambda v: effect(v, document, unit=False)),
            "–" if seen.long_term is None else _interval(seen.long_term, lambda v: signed(100 * v)),
        ],
        [
            Cell(_("Månader i utanförskap som undviks"), _("per deltagare, hittills")),
            _interval(seen.months_at_follow_up, months),
            _interval(seen.months_horizon, months),
        ],
        [
            Cell(_("Samhällets vinst"), _("per deltagare, hittills")),
            _interval(seen.gain_at_follow_up, tkr),
            _interval(seen.gain_horizon, tkr),
        ],
    ]
    return table(
        _("Vad uppföljningen ser, och vad som kommer sedan"),
        ["", _("Vid uppföljningen, {when}").format(when=when), _("På lång sikt")],
        rows,
        foot=_(
            "På lång sikt: för effekten genomsnittet två till fem år efter insatsens slut, för "
            "månader och pengar {horizon_years} år från starten. Nuvärde vid starten, före "
            "insatsens kostnad, {price_year} års priser."
        ).format(horizon_years=number(seen.horizon_years), price_year=document.price_year),
    )


def components(document: EvaluationDocument) -> Table:
    found = document.components
    rows: list[list[Cell | str]] = [
        [
            Cell(_(row.label), _roles()[row.role]),
            _share(row.share),
            _interval(row.months, lambda v: number(v, 2)),
            _interval(row.gain, tkr),
        ]
        for row in found.rows
    ]
    rows.append([_("Tillsammans"), "", _interval(found.months, lambda v: number(v, 2)), _interval(found.gain, tkr)])
    foot = _(
        "Varje del prövas i alla kombinationer med de andra (Shapley); delarna summerar till "
        "helheten. Per person i hela målgruppen, inte bara de som deltar. {draws} dragningar."
    ).format(draws=number(found.draws))
    if found.merged:
        foot += " " + _("Delarna är räknade per insats, för de är många.")
    return table(
        _("Delarnas bidrag"),
        [_("Del"), _("Andel"), _("Undvikna månader i utanförskap"), _("Samhällets vinst")],
        rows,
        strong=frozenset({len(rows) - 1}),
        foot=foot,
    )


def assumptions(document: EvaluationDocument) -> Table:
    rows: list[list[Cell | str]] = [
        [
            Cell(a.name, _(a.note)),
            Cell(number(a.value, 2), unit(a.unit)),
            a.prior,
            Cell(_("Antagande") if a.assumption else a.source, a.source_text, "assumed" if a.assumption else ""),
        ]
        for a in document.assumptions
    ]
    return table(_("Antaganden"), [_("Parameter"), _("Värde"), _("Osäkerhet"), _("Källa")], rows, text=4)
