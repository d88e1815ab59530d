"""The head of the page: what the analysis rests on, its answer, and the figures at the top."""

from __future__ import annotations

from exclusim.results.flow.document import Estimate, FlowDocument
from exclusim.results.flow.words import HIDDEN, best_point, pathway_name, people, point_name, share_interval
from exclusim.results.labels import number, percent
from exclusim.results.language import _
from exclusim.results.report.parts import KeyFigure

__all__ = ["basis", "facts", "headline", "interval", "key_figures"]


def facts(document: FlowDocument) -> list[tuple[str, str]]:
    """What the analysis rests on."""
    simulated = document.data == "simulated"
    basis = _("Simulerade liv, nuläget") if simulated else _("Individuella sekvenser")
    length, window = number(document.months), number(document.window)
    rows = [
        (_("Underlag"), basis),
        (_("Simulerade personer") if simulated else _("Personer"), number(document.persons)),
        (_("Historikens längd"), _("{n}\u00a0månader").format(n=length)),
    ]
    if simulated:
        group = _("{n} personer").format(n=number(document.group))
        rows += [(_("Dragningar"), number(document.draws)), (_("Antal gäller"), group)]
    rows += [(_("Steg bakåt"), str(document.steps)), (_("Fönster"), _("{n}\u00a0månader").format(n=window))]
    return [*rows, (_("Slumpfrö"), str(document.seed))]


def headline(document: FlowDocument) -> str:
    """The answer first."""
    share = percent(document.people_share.value, 1)
    found = [
        _("{events} händelser hos {people} personer, {share} av alla.").format(
            events=people(document.events.value), people=people(document.people.value), share=share
        )
    ]
    first = next((way for way in document.pathways if way.states), None)
    if first is not None:
        found.append(
            _("Den vanligaste vägen dit, {way}, står för {share}.").format(
                way=pathway_name(document, first), share=percent(first.share.value)
            )
        )
    text = " ".join(found)
    if document.supported is not None:
        helped = percent(document.supported.value)
        return f"{text} " + _("Mellan de två sista händelserna fick {share} något stöd.").format(share=helped)
    return f"{text} "


def key_figures(document: FlowDocument) -> list[KeyFigure]:
    """Figures at the top."""
    of = _("av {n}; {events} händelser").format(n=number(document.group), events=people(document.events.value))
    found = [KeyFigure(_("Personer med utfallet"), people(document.people.value), interval(document.people), of)]
    if document.between is not None:
        low, high = number(document.between.q1), number(document.between.q3)
        found.append(
            KeyFigure(
                _("Tid mellan de två sista händelserna"),
                _("{n}\u00a0mån").format(n=number(document.between.median)),
                _("hälften inom {low}–{high}").format(low=low, high=high),
                _("median, från närmaste byte till utfallet"),
            )
        )
    if document.supported is not None:
        value, why = percent(document.supported.value), _("något stöd av något slag")
        found.append(KeyFigure(_("Fick stöd däremellan"), value, share_interval(document.supported), why))
    elif document.support_recorded:
        why = _("vilar på för få personer för att visas")
        found.append(KeyFigure(_("Fick stöd däremellan"), HIDDEN, "", why))
    else:
        why = _("inte registrerat i underlaget, vilket inte är noll")
        found.append(KeyFigure(_("Stöd däremellan"), "–", "", why))
    best = best_point(document)
    if best is not None:
        why = _("av dem passerar här; en insats hade mött {met}, varav {some} når utfallet").format(
            met=people(best.passing.value), some=people(best.reaching.value)
        )
        name = point_name(document, best)
        found.append(KeyFigure(_("Bästa riktade punkten"), percent(best.reach.value), name, why))
    return found


def interval(value: Estimate) -> str:
    """An interval of people or events; empty where there is none."""
    return "" if value.p5 is None or value.p95 is None else f"{people(value.p5)}–{people(value.p95)}"


def basis(document: FlowDocument) -> str:
    """What the intervals mean."""
    if document.resamples:
        return _("Intervall: 90\u00a0%, över {n} omdragna urval av personerna.").format(n=number(document.resamples))
    if document.draws < 2:
        return _("En enda dragning: inga intervall.")
    return _(
        "Intervall: 90\u00a0%, över {n} dragningar av alla osäkra indata med {persons} simulerade personer i varje."
    ).format(n=number(document.draws), persons=number(document.persons))
