"""A follow-up in sentences, in Swedish."""

from __future__ import annotations

from exclusim.results.followup.document import FollowDocument, Moved, ObservedIndicator
from exclusim.results.interval import Interval
from exclusim.results.labels import NBSP, interval_mkr, label, mkr, number, percent
from exclusim.results.report.parts import is_certain

__all__ = ["DIRECTIONS", "LIGHTS", "USES", "action", "headline", "meaning", "moved_name", "observed", "spread"]

LIGHTS = {"green": "Grön", "yellow": "Gul", "red": "Röd", "none": "–"}
DIRECTIONS = {
    "as_expected": "som väntat",
    "better": "bättre än väntat",
    "worse": "sämre än väntat",
    "different": "annat än väntat",
    "unknown": "ingen förväntan",
}
USES = {"input": "ändrar planens tal", "likelihood": "väger om dragningarna", "shown": "visas"}

_ACTIONS = {
    "go_on": "Fortsätt",
    "mend": "Laga",
    "stop": "Stoppa",
    "undecided": "Inget råd: beslutet anger inga gränser",
}
_DELIVERY = {
    "reach": "Andel av målgruppen som erbjuds",
    "take_up": "Andel som tackar ja",
    "drop_out": "Avhopp",
    "fidelity": "Programtrohet",
    "dose": "Dos",
    "cost": "Verklig kostnad delad med planerad",
}


def headline(document: FollowDocument) -> str:
    """What the forecast was, what it is, and what the limits say."""
    actor = document.verdict.actor
    old, new = document.before.net[actor], document.after.net[actor]
    who = label(actor)
    if document.last_month == 0:
        return f"Inget är observerat än. {who} väntas få {mkr(old.mean)} netto ({spread(old)})."
    return (
        f"Efter {number(document.last_month)} månader väntas {who[:1].lower()}{who[1:]} få {mkr(new.mean)} netto "
        f"({spread(new)}); före starten {mkr(old.mean)} ({spread(old)}). Risken för förlust är "
        f"{percent(new.probability_loss)}, mot {percent(old.probability_loss)} före. {action(document)}."
    )


def action(document: FollowDocument) -> str:
    """What the decision's own limits say, and why."""
    found = document.verdict
    text = _ACTIONS[found.action]
    if found.stop_above is None or found.mend_above is None:
        return text
    match found.action:
        case "stop":
            risk, limit = percent(found.loss_ahead), percent(found.stop_above)
            why = f"det som återstår förlorar med {risk} sannolikhet, gränsen är {limit}"
        case "mend" if found.loss > found.mend_above:
            why = f"risken för förlust är över gränsen {percent(found.mend_above)}"
        case "mend":
            why = f"rött: {', '.join(found.red)}"
        case _:
            why = "inom beslutets gränser"
    return f"{text}: {why}"


def spread(value: Interval) -> str:
    """The interval in Mkr."""
    return "utan spridning" if is_certain(value) else interval_mkr(value.p5, value.p95)


def meaning(document: FollowDocument) -> str:
    """What the intervals mean."""
    return (
        f"90{NBSP}%-intervall. Före: {number(document.replicates)} gemensamma dragningar. Efter: "
        f"{number(document.replicates_after)} dragningar, viktade med hur väl de stämmer med det observerade; de "
        f"motsvarar {number(document.effective)} lika vägande."
    )


def observed(row: ObservedIndicator, value: float) -> str:
    """A value in the indicator's own unit."""
    match row.kind:
        case "share":
            return percent(value, 1)
        case "money":
            return mkr(value)
        case "months":
            return number(value, 1)
    return number(value)


def moved_name(row: Moved) -> str:
    """Delivery figures in Swedish; parameters by their names in the list of assumptions."""
    return _DELIVERY.get(row.name, row.name) if row.kind == "delivery" else row.name
