"""Made-up but plausible result documents, for tests only. No number here comes from a model or a source."""

from __future__ import annotations

import math

from exclusim.results.document import (
    Assumption,
    Band,
    ChannelFactors,
    Channels,
    CostRow,
    Cumulative,
    DecompositionStep,
    Difference,
    Effectiveness,
    Excluded,
    Flow,
    Interval,
    Life,
    LifeSpell,
    NarrowChange,
    NarrowMission,
    PublishedFigure,
    RunDocument,
    ScenarioResult,
    ServiceRow,
    SharedClients,
    Stock,
)
from exclusim.results.missions import ALL_FOUR, MAIN_ACTORS
from exclusim.results.outcomes import OUTCOMES
from exclusim.results.yearly_net import WorstYear, YearlyNet

M = 1e6
AGES = list(range(16, 43))
YEARS = list(range(23, 43))
SHARES = {
    "arbetsformedlingen": 0.10,
    "forsakringskassan": 0.23,
    "kommun": 0.41,
    "region": 0.12,
    "rattsvasende": 0.05,
    "ovriga": 0.09,
}
PUBLIC_TOTAL, PRODUCTION_TOTAL, REAL_SHARE = 186.0 * M, 214.0 * M, 0.42


def interval(mean: float, spread: float = 0.22) -> Interval:
    half = abs(mean) * spread
    return Interval(mean=mean, p5=mean - half, p95=mean + half * 1.15)


def actors(public: float, production: float, spread: float = 0.22) -> dict[str, Interval]:
    """Every reported actor; society = the real part of the public cost + production."""
    return {
        "society": interval(public * REAL_SHARE + production, spread),
        "public": interval(public, spread),
        **{actor: interval(public * share, spread) for actor, share in SHARES.items()},
        "production": interval(production, spread),
    }


def band(mean: list[float], spread: float = 0.25) -> Band:
    return Band(mean=mean, p5=[x - abs(x) * spread for x in mean], p95=[x + abs(x) * spread * 1.2 for x in mean])


def _activities(scale: float) -> dict[str, list[float]]:
    """Shares that sum to 1 at every age."""
    rows: dict[str, list[float]] = {
        key: []
        for key in (
            "upper_secondary",
            "introduction_programme",
            "adult_education",
            "folk_high_school",
            "higher_education",
            "temporary_job",
            "subsidised_job",
            "unemployed",
            "labour_market_programme",
            "sickness_benefit",
            "activity_compensation",
            "disability_pension",
            "parental_leave",
            "outside",
            "out_of_home_care",
            "prison",
            "permanent_job",
        )
    }
    for age in AGES:
        t = age - 16
        school = 0.93 if t < 3 else max(0.0, 0.12 - 0.11 * (t - 3))
        adult = 1 - school - 0.04 if t < 3 else 1 - school
        study = 0.30 * math.exp(-((age - 22.5) ** 2) / 14)
        bad = 0.0 if t < 2 else scale * (0.17 * math.exp(-((age - 20) ** 2) / 12) + 0.09)
        values = {
            "upper_secondary": school,
            "introduction_programme": 0.04 if t < 3 else 0.0,
            "adult_education": adult * study * 0.14,
            "folk_high_school": adult * study * 0.06,
            "higher_education": adult * study * 0.8,
            "temporary_job": adult * (0.34 * math.exp(-t / 9) if t > 2 else 0.2),
            "subsidised_job": adult * bad * 0.13,
            "unemployed": adult * bad * 0.38,
            "labour_market_programme": adult * bad * 0.16,
            "sickness_benefit": adult * 0.012,
            "activity_compensation": adult * bad * 0.12 if age < 30 else 0.0,
            "disability_pension": adult * bad * 0.15 if age >= 30 else 0.0,
            "parental_leave": adult * 0.05 * math.exp(-((age - 32) ** 2) / 30),
            "outside": adult * bad * 0.2,
            "out_of_home_care": 0.012 if t < 3 else 0.0,
            "prison": adult * 0.004,
        }
        total = sum(values.values())
        if total > 0.97:
            values = {key: value * 0.97 / total for key, value in values.items()}
        values["permanent_job"] = 1 - sum(values.values())
        for key, value in values.items():
            rows[key].append(value)
    return rows


def _flows(scale: float) -> list[Flow]:
    moves = {
        ("school", "work"): 352.0,
        ("school", "unemployment"): 96.0,
        ("school", "outside"): 41.0,
        ("school", "study"): 171.0,
        ("study", "work"): 188.0,
        ("study", "unemployment"): 24.0,
        ("work", "unemployment"): 318.0,
        ("work", "study"): 62.0,
        ("work", "sickness"): 74.0,
        ("unemployment", "work"): 402.0,
        ("unemployment", "programme"): 131.0,
        ("unemployment", "outside"): 44.0,
        ("programme", "unemployment"): 72.0,
        ("programme", "work"): 51.0,
        ("sickness", "work"): 41.0,
        ("sickness", "unemployment"): 12.0,
        ("outside", "unemployment"): 47.0,
        ("outside", "school"): 18.0,
        ("outside", "institution"): 6.0,
        ("institution", "outside"): 5.0,
    }
    return [Flow(source=a, target=b, persons=n * scale) for (a, b), n in moves.items()]


def _scenario(label: str, description: str, scale: float, project: float) -> ScenarioResult:
    public, production = PUBLIC_TOTAL * scale, PRODUCTION_TOTAL * scale
    shape = [math.exp(-((year - 27) ** 2) / 220) for year in YEARS]
    weight = 1.38 / sum(shape)  # undiscounted yearly sums exceed the present value
    horizon = {"1": 0.07, "4": 0.27, "8": 0.50, "20": 1.0, "65": 1.46}
    total = actors(public, production)
    return ScenarioResult(
        label=label,
        description=description,
        total=total,
        term=actors(public * 0.27, production * 0.27),
        horizons={key: actors(public * part, production * part, 0.2) for key, part in horizon.items()},
        by_kind={
            "real": interval(public * REAL_SHARE),
            "transfer": interval(public * 0.45),
            "revenue": interval(public * 0.13),
            "production": interval(production),
        },
        before=actors(public * 0.21, production * 0.05),
        ordinary=actors(410 * M, 55 * M, 0.08),
        intervention=actors(project, 0.0, 0.0),
        years=YEARS,
        yearly={
            actor: band([total[actor].mean * weight * x for x in shape])
            for actor in ("society", "public", *SHARES, "production")
        },
        services=[
            ServiceRow(
                service="Ekonomiskt bistånd",
                actor="kommun",
                kind="transfer",
                basis="derived",
                scope="exclusion",
                mean=public * 0.17,
            ),
            ServiceRow(
                service="Handläggning, socialtjänst",
                actor="kommun",
                kind="real",
                basis="anchored",
                scope="exclusion",
                mean=public * 0.2,
            ),
            ServiceRow(
                service="Aktivitets- och sjukersättning",
                actor="forsakringskassan",
                kind="transfer",
                basis="measured",
                scope="exclusion",
                mean=public * 0.19,
            ),
            ServiceRow(
                service="Psykiatrisk vård",
                actor="region",
                kind="real",
                basis="anchored",
                scope="exclusion",
                mean=public * 0.12,
            ),
            ServiceRow(
                service="Produktionsbortfall",
                actor="production",
                kind="production",
                basis="assumed",
                scope="exclusion",
                mean=production,
            ),
        ],
        ages=AGES,
        activity_by_age=_activities(scale),
        burden_by_age={
            "mental_ill_health": [0.10 + 0.05 * math.sin((a - 16) / 9) * scale for a in AGES],
            "substance_misuse": [0.02 + 0.03 * scale * math.exp(-((a - 25) ** 2) / 60) for a in AGES],
            "crime": [0.015 + 0.035 * scale * math.exp(-((a - 20) ** 2) / 25) for a in AGES],
            "homelessness": [0.004 + 0.006 * scale * math.exp(-((a - 27) ** 2) / 70) for a in AGES],
        },
        flows=_flows(scale),
        excluded=Excluded(
            definition=("utanför arbete och studier minst tre år i följd mellan 20 och 29 års ålder (UVAS)"),
            long_term_share=interval(0.124 * scale, 0.15),
            by_age={a: (0.02 if a < 19 else 0.14 * math.exp(-((a - 21) ** 2) / 40) + 0.07) * scale for a in AGES},
        ),
        outcomes={
            o.key: interval((2000.0 if o.unit == "months" else 300.0) * (2 - scale if o.better > 0 else scale), 0.1)
            for o in OUTCOMES
        },
        shared=SharedClients(
            people=interval(74.0 * scale, 0.2),
            people_share=interval(0.154 * scale, 0.2),
            months=interval(3_300.0 * scale, 0.3),
            cost=_four({actor: public * SHARES[actor] * 0.3 for actor in MAIN_ACTORS}),
            cost_share=interval(0.3, 0.2),
        ),
    )


def _four(amounts: dict[str, float]) -> dict[str, Interval]:
    return {key: interval(amount) for key, amount in {ALL_FOUR: sum(amounts.values()), **amounts}.items()}


def _narrow(gain: dict[str, Interval], cost: dict[str, float]) -> NarrowChange:
    """A third of the gain, and all of the project."""
    gained = {actor: gain[actor].mean / 3 for actor in MAIN_ACTORS}
    project = {actor: cost[actor] for actor in MAIN_ACTORS}
    net = _four({actor: gained[actor] - project[actor] for actor in MAIN_ACTORS})
    return NarrowChange(
        people=interval(-4.0, 0.5),
        months=interval(-210.0, 0.5),
        gain=_four(gained),
        project=_four(project),
        net=net,
        probability_loss=dict.fromkeys(net, 0.41),
    )


def _channels() -> Channels:
    """Ninety avoided months: the tap a third, the loops a sixth, the floor a half."""

    def factors(entered: float, spells: float, months: float, cost: float) -> ChannelFactors:
        return ChannelFactors(
            entered=interval(entered, 0.05),
            spells_per_person=interval(spells, 0.05),
            months_per_spell=interval(months, 0.05),
            cost_per_month=interval(cost, 0.1),
        )

    months = {"inflow": 30.0, "loops": 15.0, "outflow": 45.0, "total": 90.0}
    money = {"inflow": 0.6 * M, "loops": 0.3 * M, "outflow": 0.9 * M, "price": -0.2 * M, "total": 1.6 * M}
    return Channels(
        before=factors(200, 1.9, 11.0, 21_000.0),
        after=factors(198, 1.89, 10.9, 21_100.0),
        months={key: interval(value, 0.8) for key, value in months.items()},
        money={key: interval(value, 0.8) for key, value in money.items()},
    )


def _stock() -> Stock:
    years = list(range(21))
    return Stock(
        cohorts=27,
        baseline=interval(1200.0, 0.1),
        years=years,
        once=band([-0.6 * math.exp(-((y - 6) ** 2) / 20) for y in years]),
        every_year=band([-6.0 * (1 - math.exp(-y / 9)) for y in years]),
        nobody_enters=band([-900.0 * (1 - math.exp(-y / 12)) for y in years]),
    )


def _by_year(gain: dict[str, Interval], cost: dict[str, float]) -> YearlyNet:
    """A project paid over three years from 19; what it gains follows from 23."""
    net: dict[str, Band] = {}
    worst: dict[str, WorstYear] = {}
    for actor, whole in gain.items():
        mean = [
            (whole.mean / 14 if age >= 23 else 0.0) - (cost[actor] / 3 if 19 <= age < 22 else 0.0)
            for age in range(16, 43)
        ]
        net[actor] = band(mean)
        at = mean.index(min(mean))
        amount = Interval(mean=mean[at], p5=net[actor].p5[at], p95=net[actor].p95[at])
        worst[actor] = WorstYear(year=16 + at, calendar=2024 + at, amount=amount)
    return YearlyNet(years=AGES, net=net, worst=worst)


def _difference(share: float, project: float, hump: float) -> Difference:
    """``share`` of the baseline is avoided; ``project`` is spent evenly over three years."""
    public, production = PUBLIC_TOTAL * share, PRODUCTION_TOTAL * share
    gain = actors(public, production, 0.45)
    payers = {"kommun": 0.25, "region": 0.25, "forsakringskassan": 0.5}
    cost = {actor: project * payers.get(actor, 0.0) for actor in SHARES}
    cost |= {"public": project, "society": project, "production": 0.0}
    net = {
        actor: Interval(mean=row.mean - cost[actor], p5=row.mean * 0.4 - cost[actor], p95=row.mean * 1.7 - cost[actor])
        for actor, row in gain.items()
    }
    if "arbetsformedlingen" in net:  # somebody loses: more people take part in programmes
        net["arbetsformedlingen"] = Interval(mean=-0.4 * M, p5=-1.1 * M, p95=0.2 * M)
    months = list(range(1, 241))

    def curve(actor: str) -> Band:
        gained = gain[actor].mean
        mean = [
            gained * (1 - math.exp(-((m / 170) ** 1.5))) / (1 - math.exp(-((240 / 170) ** 1.5)))
            - cost[actor] * hump * min(m / 36, 1.0)
            for m in months
        ]
        return Band(
            mean=mean,
            p5=[x - (abs(gained) * 0.5 * m / 240) for x, m in zip(mean, months, strict=True)],
            p95=[x + (abs(gained) * 0.6 * m / 240) for x, m in zip(mean, months, strict=True)],
        )

    curves = {actor: curve(actor) for actor in ("society", "public", "kommun")}

    def payback(actor: str) -> int | None:
        below = [m for m, x in zip(months, curves[actor].mean, strict=True) if x < 0]
        return None if below and below[-1] == months[-1] else (below[-1] + 1 if below else 1)

    deepest = {
        actor: {"amount": min(c.mean), "month": float(months[c.mean.index(min(c.mean))])} for actor, c in curves.items()
    }
    return Difference(
        baseline="baseline",
        label="Tidiga insatser för elever med neuropsykiatriska funktionsnedsättningar",
        net=net,
        gain=gain,
        term={actor: Interval(mean=x.mean * 0.2, p5=x.p5 * 0.2, p95=x.p95 * 0.2) for actor, x in gain.items()},
        horizons={
            key: {
                actor: Interval(
                    mean=gain[actor].mean * part - cost[actor],
                    p5=gain[actor].p5 * part - cost[actor],
                    p95=gain[actor].p95 * part - cost[actor],
                )
                for actor in gain
            }
            for key, part in {"1": 0.02, "4": 0.2, "8": 0.5, "20": 1.0, "65": 1.4}.items()
        },
        parts={
            "exclusion": {actor: gain[actor].mean * 1.06 for actor in gain},
            "ordinary": {actor: -gain[actor].mean * 0.09 for actor in gain},
            "before": {actor: gain[actor].mean * 0.05 for actor in gain},
            "intervention": {actor: -cost[actor] for actor in gain},
            "displacement": {actor: -gain[actor].mean * 0.02 for actor in gain},
        },
        payback_month={
            "society": payback("society"),
            "public": payback("public"),
            "kommun": payback("kommun"),
        },
        probability_loss={"society": 0.07, "public": 0.19, "kommun": 0.58},
        deepest_deficit=deepest,
        cumulative=Cumulative(months=months, net=curves),
        avoided_exclusion_years=interval(61.0, 0.4),
        persons_helped=interval(9.4, 0.4),
        persons_harmed=interval(0.6, 0.8),
        channels=_channels(),
        stock=_stock(),
        outcomes={o.key: interval(9.0 * (o.better or 1), 0.7) for o in OUTCOMES},
        effectiveness=Effectiveness(
            reached=interval(48.0, 0.2),
            cost_per_reached=interval(project / 48, 0.2),
            per_reached={o.key: interval(0.19 * (o.better or 1), 0.7) for o in OUTCOMES},
        ),
        by_year=_by_year(gain, cost),
        narrow=_narrow(gain, cost),
    )


def _lives() -> list[Life]:
    def spell(start: int, months: int, activity: str, support: str, burdens: list[str], month_cost: float) -> LifeSpell:
        cost = {"kommun": month_cost * months * 0.5, "forsakringskassan": month_cost * months * 0.5}
        if activity in ("unemployed", "outside", "activity_compensation"):
            cost["production"] = 31_000.0 * months
        return LifeSpell(
            start_month=start,
            months=months,
            age=16 + start / 12,
            activity=activity,
            support=support,
            burdens=burdens,
            cost=cost,
        )

    mental = ["mental_ill_health"]
    return [
        Life(
            person=17,
            title="Hoppade av i tvåan, tillbaka vid 27",
            story="Lämnar gymnasiet utan examen, lever länge på bistånd och får fäste genom ett lönebidrag.",
            spells=[
                spell(0, 17, "upper_secondary", "study_aid", [], 0.0),
                spell(17, 26, "outside", "none", mental, 1_900.0),
                spell(43, 38, "unemployed", "social_assistance", mental, 15_400.0),
                spell(81, 22, "labour_market_programme", "activity_support", mental, 13_100.0),
                spell(103, 31, "unemployed", "social_assistance", [*mental, "substance_misuse"], 16_900.0),
                spell(134, 48, "subsidised_job", "wage", [], 9_800.0),
                spell(182, 142, "permanent_job", "wage", [], 0.0),
            ],
            cost={"society": 3.1 * M, "public": 2.2 * M, "kommun": 1.3 * M, "forsakringskassan": 0.9 * M},
        ),
        Life(
            person=203,
            title="Stannar utanför hela vägen",
            story="Tidig psykisk ohälsa, aktivitetsersättning från 19 års ålder och därefter sjukersättning.",
            spells=[
                spell(0, 30, "introduction_programme", "study_aid", mental, 800.0),
                spell(30, 134, "activity_compensation", "compensation", mental, 17_500.0),
                spell(164, 160, "disability_pension", "compensation", mental, 18_900.0),
            ],
            cost={"society": 8.4 * M, "public": 5.2 * M, "kommun": 1.2 * M, "forsakringskassan": 3.6 * M},
            years=AGES,
            yearly={
                "kommun": [9_000.0] * 2 + [110_000.0] * 25,
                "forsakringskassan": [0.0] * 3 + [112_000.0] * 24,
                "production": [0.0] * 4 + [372_000.0] * 23,
            },
        ),
    ]


def _assumptions() -> list[Assumption]:
    return [
        Assumption(
            name="job_finding.base",
            value=0.0948,
            unit="per month",
            prior="log-normal, 90 % within 0.074–0.121",
            source="S0171",
            source_text="SCB, Arbetskraftsundersökningarna, flöden 15–24 år",
            assumption=False,
        ),
        Assumption(
            name="cost.usage.psychiatry.mental_ill_health",
            value=0.31,
            unit="units/month",
            prior="log-normal, 90 % within 0.08–1.2",
            source="assumption",
            assumption=True,
            note="Ingen publicerad besöksfrekvens; skalas av förankringen.",
        ),
        Assumption(
            name="discount.rate",
            value=0.04,
            unit="share",
            prior="fixed",
            source="VC003",
            source_text="Publicerad kalkyl, diskonteringsränta",
            assumption=False,
        ),
    ]


def _costs() -> list[CostRow]:
    return [
        CostRow(
            trigger="support:social_assistance",
            service="Ekonomiskt bistånd",
            actor="kommun.socialtjanst",
            payee="individ",
            kind="transfer",
            amount=9_250.0,
            per="month",
            basis="derived",
            scope="exclusion",
            source="UC019 UC020",
            note="Årsbelopp per hushåll delat med antagna biståndsmånader.",
        ),
        CostRow(
            trigger="burden:mental_ill_health",
            service="Psykiatrisk öppenvård",
            actor="region",
            payee=None,
            kind="real",
            amount=1_120.5,
            per="month",
            basis="anchored",
            scope="exclusion",
            source="UC071",
        ),
        CostRow(
            trigger="event:prison",
            service="Polis och domstol",
            actor="rattsvasende",
            payee=None,
            kind="real",
            amount=83_000.0,
            per="event",
            basis="assumed",
            scope="exclusion",
            source="assumption",
        ),
    ]


def example_document() -> RunDocument:
    """A dynamic run: two scenarios, a difference, a decomposition, two lives, assumptions and costs."""
    return RunDocument(
        run_id="3f9a1c20b7de",
        case="exempelstad",
        title="Exempelstad: en årskull på 480",
        place="Exempelstad",
        description="En årskull följs från det år den fyller 16. Påhittade siffror, bara för prov.",
        preset="published",
        seed=1,
        persons=4_800,
        cohort=480,
        replicates=200,
        price_year=2024,
        discount_rate=0.04,
        convention="end_of_year",
        horizon_years=20,
        start_age=23,
        created="2026-11-14T09:30:00+00:00",
        code_version="0.1.0",
        data_hash="9c1f0b2a77",
        scenario_hash="41d7ee0b19",
        narrow_mission=NarrowMission(
            actors=list(MAIN_ACTORS),
            of_agency={"arbetsformedlingen": ["arbetsformedlingen"], "rattsvasende": []},
            of_burden={"mental_ill_health": ["region"], "substance_misuse": ["region", "kommun"]},
        ),
        warnings=["Tjänsteanvändningen är till stor del opublicerad och förankrad i publicerade totaler."],
        scenarios={
            "baseline": _scenario("Nuläge", "Ingen ny insats.", 1.0, 0.0),
            "prevention": _scenario("Tidiga insatser", "Stöd i skolan åk 7–9 för elever med NPF.", 0.94, 5 * M),
        },
        differences={"prevention": _difference(0.06, 5 * M, 1.0)},
        decomposition=[
            DecompositionStep(
                key="flat_annuity",
                label="Publicerat räkneexempel",
                amount=600 * M,
                explanation="60 personer, 20 år, samma kostnad varje år.",
            ),
            DecompositionStep(
                key="double_count",
                label="Försörjning räknad två gånger",
                amount=-142 * M,
                explanation="Transfereringar läggs inte till produktionsbortfallet.",
            ),
            DecompositionStep(
                key="exits",
                label="Många tar sig ut",
                amount=-228 * M,
                explanation="Bara en del är kvar utanför alla år.",
            ),
            DecompositionStep(
                key="relapse",
                label="Återfall",
                amount=58 * M,
                explanation="En del av dem faller tillbaka.",
            ),
            DecompositionStep(
                key="who_counts",
                label="Fler räknas med",
                amount=PUBLIC_TOTAL * REAL_SHARE + PRODUCTION_TOTAL - 288 * M,
                explanation="Även korta perioder och personer med examen räknas.",
            ),
            DecompositionStep(
                key="dynamic_total",
                label="Dynamisk beräkning",
                amount=PUBLIC_TOTAL * REAL_SHARE + PRODUCTION_TOTAL,
                explanation="Exclusims resultat.",
            ),
        ],
        lives=_lives(),
        published=[
            PublishedFigure(
                id="VC005",
                quantity="Samhällets kostnad, 20 år",
                published=600.0,
                computed=600.1,
                unit="MSEK",
                residual=0.1,
                tolerance=5.0,
                inside=True,
                source="Publicerat räkneexempel",
            )
        ],
        uncertainty={"parameters": 0.82, "chance": 0.18},
        assumptions=_assumptions(),
        costs=_costs(),
    )


def _sure(mean: float) -> Interval:
    return Interval(mean=mean, p5=mean, p95=mean)


def _flat_scenario(label: str, people: float) -> ScenarioResult:
    years = list(range(23, 43))
    yearly = {"society": 736e3 * people, "public": 344e3 * people, "kommun": 147e3 * people}
    yearly["production"] = yearly["society"] - yearly["public"]

    def value(horizon: int) -> dict[str, Interval]:
        annuity = (1 - 1.04**-horizon) / 0.04
        return {actor: _sure(amount * annuity) for actor, amount in yearly.items()}

    return ScenarioResult(
        label=label,
        total=value(20),
        term=value(4),
        horizons={str(h): value(h) for h in (1, 4, 8, 20)},
        by_kind={},
        before={},
        ordinary={},
        intervention={},
        years=years,
        yearly={actor: Band(mean=[x] * 20, p5=[x] * 20, p95=[x] * 20) for actor, x in yearly.items()},
        services=[],
        ages=[],
        activity_by_age={},
        burden_by_age={},
        flows=[],
        excluded=Excluded(
            definition="60 av 480 som inte når fäste, enligt källan",
            long_term_share=_sure(people / 480),
            by_age={},
        ),
    )


def example_flat_document() -> RunDocument:
    """A ``flat-annuity`` run: no spread, no flows, no lives, only the actors the source names."""
    baseline, prevention = _flat_scenario("Nuläge", 60), _flat_scenario("En fjärdedel förebyggs", 45)
    gain = {a: _sure(baseline.total[a].mean - prevention.total[a].mean) for a in baseline.total}
    cost = {"society": 5 * M, "public": 5 * M, "kommun": 0.0, "production": 0.0}
    months = list(range(1, 241))
    yearly = {actor: gain[actor].mean / 13.5903 for actor in gain}

    def curve(actor: str) -> Band:
        mean = [yearly[actor] / 12 * (1 - 1.04 ** (-m / 12)) / (1.04 ** (1 / 12) - 1) - cost[actor] for m in months]
        return Band(mean=mean, p5=mean, p95=mean)

    return RunDocument(
        run_id="a07744d1e5c2",
        case="exempelstad",
        title="Exempelstad: det publicerade räkneexemplet",
        place="Exempelstad",
        description="60 av 480 stannar utanför i 20 år till en jämn årskostnad.",
        preset="flat-annuity",
        seed=1,
        persons=60,
        cohort=480,
        replicates=1,
        price_year=None,
        discount_rate=0.04,
        convention="end_of_year",
        horizon_years=20,
        start_age=23,
        created="2026-11-14T09:30:00+00:00",
        code_version="0.1.0",
        data_hash="9c1f0b2a77",
        scenario_hash="77a0ee0b19",
        warnings=["Den publicerade summan lägger transfereringar till produktionsbortfallet: dubbelräkning."],
        scenarios={"baseline": baseline, "prevention": prevention},
        differences={
            "prevention": Difference(
                baseline="baseline",
                label="Projekt som förebygger en fjärdedel",
                net={a: _sure(gain[a].mean - cost[a]) for a in gain},
                gain=gain,
                term={a: _sure(baseline.term[a].mean - prevention.term[a].mean) for a in gain},
                horizons={},
                parts={
                    "exclusion": {a: gain[a].mean for a in gain},
                    "intervention": {a: -cost[a] for a in gain},
                },
                payback_month={"society": 6, "public": 12, "kommun": 1},
                probability_loss={},
                deepest_deficit={
                    "society": {"amount": -4.1 * M, "month": 1.0},
                    "public": {"amount": -4.6 * M, "month": 1.0},
                },
                cumulative=Cumulative(months=months, net={a: curve(a) for a in ("society", "public", "kommun")}),
                avoided_exclusion_years=_sure(300.0),
                persons_helped=_sure(15.0),
                persons_harmed=_sure(0.0),
            )
        },
        corrected_society={
            "baseline": Interval(mean=438 * M, p5=392 * M, p95=486 * M),
            "prevention": Interval(mean=328 * M, p5=294 * M, p95=364 * M),
        },
        published=[
            PublishedFigure(
                id="VC005",
                quantity="Samhällets kostnad, 20 år",
                published=600.0,
                computed=baseline.total["society"].mean / M,
                unit="MSEK",
                residual=baseline.total["society"].mean / M - 600.0,
                tolerance=5.0,
                inside=True,
                source="VC005",
            ),
            PublishedFigure(
                id="VC007",
                quantity="Offentlig kostnad, första mandatperioden",
                published=75.0,
                computed=baseline.term["public"].mean / M,
                unit="MSEK",
                residual=baseline.term["public"].mean / M - 75.0,
                tolerance=0.5,
                inside=True,
                source="VC007",
            ),
            PublishedFigure(
                id="VC013",
                quantity="Kommunens vinst, första mandatperioden",
                published=8.3,
                computed=gain["kommun"].mean * 3.6299 / 13.5903 / M,
                unit="MSEK",
                residual=gain["kommun"].mean * 3.6299 / 13.5903 / M - 8.3,
                tolerance=0.05,
                inside=False,
                source="VC013",
            ),
        ],
        assumptions=_assumptions()[2:],
    )
