"""A follow-up in sentences, in Swedish."""

from __future__ import annotations

from exclusim.results.followup.document import FollowDocument, Moved, ObservedIndicator
from exclusim.results.interval import Interval
from exclusim.results.labels import interval_mkr, label, mkr, number, percent
from exclusim.results.language import _
from exclusim.results.report.parts import is_certain

__all__ = [
    "action",
    "direction_names",
    "headline",
    "light_names",
    "meaning",
    "moved_name",
    "observed",
    "spread",
    "use_names",
]


def light_names() -> dict[str, str]:
    return {"green": _("Grön"), "yellow": _("Gul"), "red": _("Röd"), "none": "–"}


def direction_names() -> dict[str, str]:
    return {
        "as_expected": _("som väntat"),
        "better": _("bättre än väntat"),
        "worse": _("sämre än väntat"),
        "different": _("annat än väntat"),
        "unknown": _("ingen förväntan"),
    }


def use_names() -> dict[str, str]:
    return {"input": _("ändrar planens tal"), "likelihood": _("väger om dragningarna"), "shown": _("visas")}


def _actions() -> dict[str, str]:
    return {
        "go_on": _("Fortsätt"),
        "mend": _("Laga"),
        "stop": _("Stoppa"),
        "undecided": _("Inget råd: beslutet anger inga gränser"),
    }


def _delivery() -> dict[str, str]:
    return {
        "reach": _("Andel av målgruppen som erbjuds"),
        "take_up": _("Andel som tackar ja"),
        "drop_out": _("Avhopp"),
        "fidelity": _("Programtrohet"),
        "dose": _("Dos"),
        "cost": _("Verklig kostnad delad med planerad"),
    }


def headline(document: FollowDocument) -> str:
    """What the forecast was, what it is, and what the limits say."""
    actor = document.verdict.actor
    old, new = document.before.net[actor], document.after.net[actor]
    who = label(actor)
    if document.last_month == 0:
        return _("Inget är observerat än. {who} väntas få {old} netto ({spread}).").format(
            who=who, old=mkr(old.mean), spread=spread(old)
        )
    return _(
        "Efter {last_month} månader väntas {who} få {new} netto ({spread}); före starten "
        "{old} ({old_spread}). Risken för förlust är {loss}, mot {old_loss} före. {action}."
    ).format(
        last_month=number(document.last_month),
        who=who[:1].lower() + who[1:],
        new=mkr(new.mean),
        spread=spread(new),
        old=mkr(old.mean),
        old_spread=spread(old),
        loss=percent(new.probability_loss),
        old_loss=percent(old.probability_loss),
        action=action(document),
    )


def action(document: FollowDocument) -> str:
    """What the decision's own limits say, and why."""
    found = document.verdict
    text = _actions()[found.action]
    if found.stop_above is None or found.mend_above is None:
        return text
    match found.action:
        case "stop":
            risk, limit = percent(found.loss_ahead), percent(found.stop_above)
            why = _("det som återstår förlorar med {risk} sannolikhet, gränsen är {limit}").format(
                risk=risk, limit=limit
            )
        case "mend" if found.loss > found.mend_above:
            why = _("risken för förlust är över gränsen {mend_above}").format(mend_above=percent(found.mend_above))
        case "mend":
            why = _("rött: {red}").format(red=", ".join(_(name) for name in found.red))
        case _:
            why = _("inom beslutets gränser")
    return f"{text}: {why}"


def spread(value: Interval) -> str:
    """The interval in Mkr."""
    return _("utan spridning") if is_certain(value) else interval_mkr(value.p5, value.p95)


def meaning(document: FollowDocument) -> str:
    """What the intervals mean."""
    return _(
        "90\N{NO-BREAK SPACE}%-intervall. Före: {replicates} gemensamma dragningar. Efter: {replicates_after} "
        "dragningar, viktade med hur väl de stämmer med det observerade; de motsvarar "
        "{effective} lika vägande."
    ).format(
        replicates=number(document.replicates),
        replicates_after=number(document.replicates_after),
        effective=number(document.effective),
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
    return _delivery().get(row.name, row.name) if row.kind == "delivery" else row.name
