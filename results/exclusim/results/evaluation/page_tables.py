"""Tables of the page of an evaluation."""

from __future__ import annotations

from collections.abc import Callable

from exclusim.results.evaluation.document import EvaluationDocument
from exclusim.results.evaluation.words import TRUSTED, effect, signed
from exclusim.results.interval import Interval
from exclusim.results.labels import NBSP, number, percent, tkr, unit
from exclusim.results.report.parts import Cell, Table, table

__all__ = ["assumptions", "components", "designs", "sizes", "window"]

_ROLES = {"carries": "bär effekten", "superfluous": "överflödig", "harmful": "motverkar", "unclear": "oklart"}


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value)


def designs(document: EvaluationDocument) -> Table:
    rows: list[list[Cell | str]] = [
        [
            d.label,
            Cell(effect(d.estimate, document, unit=False), f"fullföljt {effect(d.per_protocol, document, unit=False)}"),
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
    measure = "procentenheter" if document.unit == "share" else "månader"
    return table(
        "Mätmetoderna jämförda",
        [
            "Metod",
            "Visar",
            "Skevhet",
            "Spridning",
            "Typiskt fel",
            "Täckning",
            "Hittar",
            "Fel tecken",
            "Falskt larm",
        ],
        rows,
        foot=f"Effekter i {measure}. Visar: alla som börjat, och därunder bara de som fullföljt. Skevhet: "
        "systematiskt fel, ± två Monte Carlo-fel. Täckning: andel av 95-procentsintervallen som rymmer "
        "sanningen. Typiskt fel: roten ur medelkvadratfelet. Falskt larm: säkert resultat åt fel håll, eller fast "
        "ingen effekt finns.",
    )


def sizes(document: EvaluationDocument) -> Table:
    rows: list[list[Cell | str]] = [
        [
            d.label,
            f"fler än {number(document.sample_size.most)}"
            if d.participants_needed is None and d.power is not None
            else "–"
            if d.participants_needed is None
            else Cell(
                number(d.participants_needed),
                f"ger {_share(d.needed_power)}{'' if d.coverage >= TRUSTED else ', men skevt'}",
            ),
            effect(d.detectable, document, unit=False).lstrip("+"),
        ]
        for d in document.designs
    ]
    form = document.sample_size.closed_form
    measure = "procentenheter" if document.unit == "share" else "månader"
    usual = (
        "Formeln har inget svar när insatsen saknar effekt."
        if form is None
        else f"Formeln ger {number(form)} per grupp."
    )
    return table(
        f"Deltagare som behövs för {percent(document.sample_size.wanted_power)}",
        ["Metod", "Deltagare", f"Minsta effekt som {number(document.participants)} hittar"],
        rows,
        foot=f"Sökt genom simulering. {usual} Den räknar med en enda sanning; simuleringen prövar över alla "
        f"dragningar, där effekten kan vara mindre. Minsta effekt i {measure}, om metoden inte har något "
        "systematiskt fel.",
    )


def _interval(value: Interval, show: Callable[[float], str]) -> Cell:
    return Cell(show(value.mean), f"{show(value.p5)} till {show(value.p95)}")


def window(document: EvaluationDocument) -> Table:
    seen = document.window

    def months(value: float) -> str:
        return f"{number(value, 2)}{NBSP}mån"

    measure = "procentenheter" if document.unit == "share" else "månader; på lång sikt procentenheter"
    when = f"efter {number(document.follow_up)} månader"
    rows: list[list[Cell | str]] = [
        [
            Cell("Effekten som mäts", f"{measure}, {document.outcome_label}"),
            _interval(seen.follow_up, lambda v: effect(v, document, unit=False)),
            "–" if seen.long_term is None else _interval(seen.long_term, lambda v: signed(100 * v)),
        ],
        [
            Cell("Månader i utanförskap som undviks", "per deltagare, hittills"),
            _interval(seen.months_at_follow_up, months),
            _interval(seen.months_horizon, months),
        ],
        [
            Cell("Samhällets vinst", "per deltagare, hittills"),
            _interval(seen.gain_at_follow_up, tkr),
            _interval(seen.gain_horizon, tkr),
        ],
    ]
    return table(
        "Vad uppföljningen ser, och vad som kommer sedan",
        ["", f"Vid uppföljningen, {when}", "På lång sikt"],
        rows,
        foot="På lång sikt: för effekten genomsnittet två till fem år efter insatsens slut, för månader och pengar "
        f"{number(seen.horizon_years)} år från starten. Nuvärde vid starten, före insatsens kostnad, "
        f"{document.price_year} års priser.",
    )


def components(document: EvaluationDocument) -> Table:
    found = document.components
    rows: list[list[Cell | str]] = [
        [
            Cell(row.label, _ROLES[row.role]),
            _share(row.share),
            _interval(row.months, lambda v: number(v, 2)),
            _interval(row.gain, tkr),
        ]
        for row in found.rows
    ]
    rows.append(["Tillsammans", "", _interval(found.months, lambda v: number(v, 2)), _interval(found.gain, tkr)])
    foot = (
        "Varje del prövas i alla kombinationer med de andra (Shapley); delarna summerar till helheten. Per "
        f"person i hela målgruppen, inte bara de som deltar. {number(found.draws)} dragningar."
    )
    if found.merged:
        foot += " Delarna är räknade per insats, för de är många."
    return table(
        "Delarnas bidrag",
        ["Del", "Andel", "Undvikna månader i utanförskap", "Samhällets vinst"],
        rows,
        strong=frozenset({len(rows) - 1}),
        foot=foot,
    )


def assumptions(document: EvaluationDocument) -> Table:
    rows: list[list[Cell | str]] = [
        [
            Cell(a.name, a.note),
            Cell(number(a.value, 2), unit(a.unit)),
            a.prior,
            Cell("Antagande" if a.assumption else a.source, a.source_text, "assumed" if a.assumption else ""),
        ]
        for a in document.assumptions
    ]
    return table("Antaganden", ["Parameter", "Värde", "Osäkerhet", "Källa"], rows, text=4)
