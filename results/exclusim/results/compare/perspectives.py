"""Tables of perspectives: the same scenario for individual, staff, organisation and society; prevent or repair."""

from __future__ import annotations

from exclusim.model.money import PUBLIC
from exclusim.results.compare.document import CompareDocument, PortfolioSet, ScenarioComparison
from exclusim.results.compare.order import ranked
from exclusim.results.compare.page_tables import Rows, signed
from exclusim.results.compare.set_figure import set_label
from exclusim.results.compare.words import listed, losers
from exclusim.results.interval import Interval
from exclusim.results.labels import mkr, number, percent
from exclusim.results.language import _
from exclusim.results.outcomes import NOT_MEASURED
from exclusim.results.report.parts import Cell, Table, amount, table

__all__ = ["four_perspectives", "prevention", "two_portfolios"]


def four_perspectives(document: CompareDocument) -> Table:
    """One row by scenario: what is known for each of the four, and where nothing is measured."""
    rows: Rows = []
    for name in ranked(document):
        s = document.scenarios[name]
        rows.append([_(s.label), _individual(s), _staff(s), _organisation(s), _society(s)])
    return table(
        _("Fyra perspektiv"),
        [_("Insats"), _("Individen"), _("Personalen"), _("Organisationerna"), _("Samhället")],
        rows,
        text=5,
        foot=_(
            "Individen: skillnad ett år efter insatsens slut, i procentenheter av dem som nås. Organisationerna: "
            "nettonuvärde för var och en av de sex offentliga aktörerna."
        )
        + " "
        + _(NOT_MEASURED),
    )


def _individual(s: ScenarioComparison) -> Cell:
    out, work = s.effect.one_year, s.effect.work_one_year
    if out is None:
        return Cell(_("Ingen nås, eller tiden efteråt följs inte"))
    working = "" if work is None else _("i arbete: {points}").format(points=_points(work))
    return Cell(_("ej utanför: {points}").format(points=_points(out)), working)


def _points(value: Interval) -> str:
    points = round(100 * value.mean, 1)
    return f"{'+' if points > 0 else ''}{number(points, 1)}"


def _staff(s: ScenarioComparison) -> Cell:
    return Cell(_("Mäts inte"), _("frigjord egen tid, värde {amount}").format(amount=mkr(s.capacity["public"].mean)))


def _organisation(s: ScenarioComparison) -> Cell:
    losing = losers(s)
    if not losing:
        return Cell(_("Ingen förlorar i genomsnitt"))
    worst = min(PUBLIC, key=lambda actor: s.net[actor].mean)
    return Cell(
        _("{n} av {all} förlorar").format(n=len(losing), all=len(PUBLIC)),
        _("mest: {actor}, {amount}").format(actor=listed(worst), amount=mkr(s.net[worst].mean)),
        "loss",
    )


def _society(s: ScenarioComparison) -> Cell:
    net = amount(s.net["society"], gain=True)
    risk = _("risk för förlust {share}").format(share=percent(s.net["society"].probability_loss))
    return Cell(net.main, risk, net.tone)


def prevention(document: CompareDocument) -> Table | None:
    """Avoided years in exclusion by what avoided them; None where the document does not tell."""
    names = [name for name in ranked(document) if document.scenarios[name].avoided_by]
    if not names:
        return None
    kinds = {
        "preventing": _("förebygger"),
        "repairing": _("reparerar"),
        "both": _("båda"),
        "other": _("annat"),
    }
    rows: Rows = []
    for name in names:
        s = document.scenarios[name]
        parts = (_years(s.avoided_by[key]) for key in ("inflow", "loops", "outflow", "total"))
        rows.append([Cell(_(s.label), kinds[s.kind]), *parts])
    return table(
        _("Förebygga eller reparera: undvikna år i utanförskap"),
        [
            _("Insats"), _("Färre hamnar utanför"), _("Färre återkommer"), _("Kortare perioder"), _("Tillsammans"),
        ],
        rows,
        foot=_(
            "Förebygger: insatsen verkar på det som leder till utanförskap. Reparerar: den verkar på det som leder ut. "
            "Talen: första årskullen, inom horisonten. De flesta är utanför någon månad, så även det som förebygger "
            "syns mest som kortare perioder."
        ),
    )  # fmt: skip


def _years(value: Interval) -> Cell:
    spread = _("{low} till {high}").format(low=number(value.p5, 1), high=number(value.p95, 1))
    return Cell(number(value.mean, 1), spread, "gain" if value.mean > 0.05 else "loss" if value.mean < -0.05 else "")


def two_portfolios(document: CompareDocument) -> Table | None:
    """The best set of only preventing and of only repairing scenarios within the same budgets; None without both."""
    found = {} if document.portfolio is None else document.portfolio.by_kind
    if len(found) < 2:
        return None
    rows: Rows = [
        [_("Förebyggande"), *_set(document, found["preventing"])],
        [_("Reparerande"), *_set(document, found["repairing"])],
    ]
    return table(
        _("En förebyggande och en reparerande uppsättning"),
        [
            _("Slag"),
            _("Insatser"),
            _("Kostnad, Mkr"),
            _("Vinst, Mkr"),
            _("Vinst per krona"),
            _("Sämsta tiondelen, Mkr"),
        ],
        rows,
        text=2,
        foot=_("Den bästa uppsättningen av bara det ena slaget som ryms i samma budgetar."),
    )


def _set(document: CompareDocument, found: PortfolioSet) -> list[Cell | str]:
    ratio = "–" if found.cost <= 0 else number(found.gain / found.cost, 2)
    return [
        set_label(document, found.scenarios),
        number(found.cost / 1e6, 2),
        signed(found.gain),
        ratio,
        signed(found.cvar),
    ]
