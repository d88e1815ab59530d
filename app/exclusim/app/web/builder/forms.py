"""The forms of the builder, as data. A new field of the scenario file is one line here."""

from __future__ import annotations

from exclusim.app.web.builder.fields import Field
from exclusim.app.web.builder.levers import DESIGNS, LEVERS, MEASURES
from exclusim.model.vocabulary import BURDENS, STATUSES
from exclusim.results.labels import LABELS
from exclusim.scenarios.schema import PAYERS

__all__ = [
    "AFTER",
    "APPRAISAL",
    "COHORT",
    "COST",
    "DECISION",
    "EFFECT",
    "IDEA",
    "NEWCOMERS",
    "PLACE",
    "REACH",
    "RISK",
    "TARGET",
    "TIMING",
    "WORDS",
]

_ACTIVITIES = {s.activity: LABELS.get(s.activity, s.activity) for s in STATUSES if not s.absorbing}
_SUPPORTS = {s.support: LABELS.get(s.support, s.support) for s in STATUSES if not s.absorbing}
_BURDENS = {name: LABELS.get(name, name) for name in BURDENS}

PLACE = (
    Field(("title",), "Rubrik", "Som den ska stå på rapporten."),
    Field(("population", "place"), "Kommun eller område"),
    Field(("summary",), "Sammanfattning", "Vad frågan gäller, i ett par meningar.", "long"),
)

COHORT = (
    Field(("population", "births"), "Födda under ett år", "Så många som är i årskullen.", "number", example="480"),
    Field(("population", "start_year"), "År då kullen fyller 16", kind="number", example="2024"),
    Field(("population", "follow_to_age"), "Följs till", "Ålder.", "quantity", example="65 år"),
)

NEWCOMERS = (
    Field(("population", "persons"), "Antal nyanlända", kind="number", example="300"),
    Field(("population", "start_year"), "Ankomstår", kind="number", example="2024"),
    Field(("population", "follow_years"), "Följs i", kind="quantity", example="20 år"),
)

APPRAISAL = (
    Field(("appraisal", "years"), "Kalkylens längd", kind="quantity", example="20 år"),
    Field(("appraisal", "discount_rate"), "Diskonteringsränta", kind="quantity", example="4 %"),
    Field(("appraisal", "price_year"), "Prisår", kind="number", example="2024"),
)

IDEA = (
    Field(("label",), "Insatsens namn"),
    Field(("source",), "Källor", "Nummer ur källförteckningen, eller egna.", "words"),
    Field(("note",), "Anteckning", "Vad en granskare behöver veta.", "long"),
)

TARGET = (
    Field(("target", "age_from"), "Från ålder", kind="quantity", example="18 år"),
    Field(("target", "age_to"), "Till ålder", kind="quantity", example="24 år"),
    Field(("target", "sex"), "Kön", kind="many", choices={"woman": "Kvinnor", "man": "Män"}),
    Field(
        ("target", "origin"),
        "Födelseland",
        kind="many",
        choices={"native": "Födda i Sverige", "foreign_born": "Födda utomlands", "newcomer": "Nyanlända"},
    ),
    Field(
        ("target", "parental_education"),
        "Föräldrarnas utbildning",
        kind="many",
        choices={
            "compulsory": "Grundskola",
            "upper_secondary": "Gymnasieskola",
            "post_secondary": "Eftergymnasial utbildning",
        },
    ),
    Field(
        ("target", "neuropsychiatric"),
        "Neuropsykiatriskt tillstånd",
        kind="flag",
        choices={"": "Spelar ingen roll", "true": "Ja", "false": "Nej"},
    ),
    Field(
        ("target", "excluded"),
        "I utanförskap när insatsen börjar",
        kind="flag",
        choices={"": "Spelar ingen roll", "true": "Ja", "false": "Nej"},
    ),
    Field(("target", "months_from"), "Har varit där minst", "Tid i nuvarande tillstånd.", "quantity", example="12 mån"),
    Field(
        ("target", "record"),
        "Skolgång",
        kind="many",
        choices={
            "none": "Utan behörighet",
            "eligible": "Behörig till gymnasiet",
            "diploma": "Gymnasieexamen",
            "post_secondary": "Eftergymnasial examen",
        },
    ),
    Field(("target", "burdens"), "Har någon av", kind="many", choices=_BURDENS),
    Field(("target", "without_burdens"), "Har ingen av", kind="many", choices=_BURDENS),
    Field(("target", "activity"), "Sysselsättning", kind="many", choices=_ACTIVITIES),
    Field(("target", "support"), "Försörjning", kind="many", choices=_SUPPORTS),
)

REACH = (
    Field(("reach",), "Andel av målgruppen som erbjuds", kind="quantity", example="50 %"),
    Field(("take_up",), "Andel av dem som tackar ja", kind="quantity", example="80 %"),
)

TIMING = (
    Field(("starts",), "Börjar", "Månader efter kalkylens första månad.", "quantity", example="48 mån"),
    Field(("lasts",), "Pågår", kind="quantity", example="18 mån"),
    Field(("ramp_up",), "Upptrappning", "Tid till full styrka.", "quantity", example="3 mån"),
    Field(("drop_out", "share"), "Andel som hoppar av", kind="quantity", example="20 %"),
    Field(("fidelity",), "Programtrohet", "Hur mycket som görs som det är tänkt.", "quantity", example="90 %"),
    Field(("dose",), "Dos", "Andel av den prövade intensiteten.", "quantity", example="100 %"),
    Field(("staff",), "Heltidstjänster", kind="number", example="4"),
)

AFTER = (
    Field(("displacement",), "Undanträngning", "Andel av jobben som tas från andra.", kind="quantity", example="40 %"),
    Field(
        ("deadweight",),
        "Dödvikt",
        "Andel av effekten som hade kommit ändå; bara där studien saknar jämförelsegrupp.",
        kind="quantity",
        example="10 %",
    ),
)

EFFECT = (
    Field(("on",), "Ändrar", kind="choice", choices=LEVERS),
    Field(("measure",), "Studien anger", kind="choice", choices=MEASURES),
    Field(("value",), "Värde", "Procent för förändringar, annars ett tal.", "quantity", example="1,73"),
    Field(("low",), "Nedre gräns (95 %)", kind="quantity", example="1,32"),
    Field(("high",), "Övre gräns (95 %)", kind="quantity", example="2,26"),
    Field(("baseline",), "Utfall i jämförelsegruppen", kind="quantity", example="27 %"),
    Field(("at",), "Mätt efter", kind="quantity", example="18 mån"),
    Field(("duration",), "Håller i", kind="quantity", example="18 mån"),
    Field(("fade",), "Klingar av under", kind="quantity", example="18 mån"),
    Field(("lasting",), "Varar för alltid", kind="flag", choices={"": "Nej", "true": "Ja"}),
    Field(("speed_up",), "Bara snabbare, under", kind="quantity", example="36 mån"),
    Field(("delay",), "Fördröjning", "Från insatsens början till effekten.", "quantity", example="6 mån"),
    Field(("announcement",), "Verkar redan före", "Så länge före insatsens början.", "quantity", example="2 mån"),
    Field(("scale",), "Kvar i stor skala", kind="quantity", example="42 %"),
    Field(("design",), "Studiens upplägg", kind="choice", choices=DESIGNS),
    Field(("source",), "Källa", "Studie, effektmått och grupp."),
    Field(("note",), "Anpassning till er", "Ålder, plats, kultur, tid, ändrat utförande.", "long"),
)

_PARTS = {
    "delivery": "Genomförande",
    "staff": "Personal",
    "premises": "Lokaler",
    "training": "Utbildning",
    "lead": "Ledning",
    "evaluation": "Utvärdering",
}

COST = (
    Field(("amount",), "Belopp", kind="quantity", example="56 tkr"),
    Field(
        ("per",),
        "Per",
        kind="choice",
        choices={"project": "Projekt", "person": "Person som deltar", "person_month": "Deltagare och månad"},
    ),
    Field(("part",), "Avser", kind="choice", choices=_PARTS),
    Field(("spread",), "Betalas under", kind="quantity", example="12 mån"),
    Field(("after",), "Med början efter", kind="quantity", example="0 mån"),
    Field(("price_year",), "Prisår", kind="number", example="2024"),
    Field(("low",), "Lägst", kind="quantity", example="35 tkr"),
    Field(("high",), "Högst", kind="quantity", example="105 tkr"),
    Field(("source",), "Källa"),
    *(Field(("payer", payer), LABELS[payer], kind="quantity") for payer in PAYERS),
)

RISK = (
    Field(("label",), "Vad kan gå fel"),
    Field(("probability",), "Sannolikhet", "Er egen bedömning.", "quantity", example="20 %"),
    Field(("impact",), "Allvar", "1 lindrigt, 5 mycket allvarligt.", "number", example="3"),
    Field(("consequence",), "Följd"),
    Field(("action",), "Åtgärd"),
    Field(("owner",), "Ansvarig"),
    Field(("event", "delay"), "Försening", "Fyll i högst en följd; den räknas med.", "quantity", example="6 mån"),
    Field(("event", "cost"), "Dyrare", kind="quantity", example="25 %"),
    Field(("event", "fidelity"), "Sämre utfört", kind="quantity", example="30 %"),
    Field(("event", "take_up"), "Färre tackar ja", kind="quantity", example="30 %"),
    Field(("event", "closed_at"), "Läggs ned efter", kind="quantity", example="12 mån"),
)

WORDS = (
    Field(("indicators",), "Indikatorer", "En per rad: vad ska ni följa?", "lines"),
    Field(("assumptions",), "Antaganden", "En per rad.", "lines"),
    Field(("threats",), "Hot", "En per rad: vad kan hindra att det fungerar?", "lines"),
)

DECISION = (
    Field(("asked_by",), "Vem frågar"),
    Field(("question",), "Frågan", kind="long"),
    Field(("alternatives",), "Alternativ", "Ett per rad.", "lines"),
    Field(("basis",), "Underlag", "Ett per rad.", "lines"),
    Field(("decided_by",), "Vem beslutar"),
    Field(("decided",), "Beslutsdatum", example="2027-03-15"),
    Field(("followed_up_by",), "Vem följer upp"),
    Field(("reviews",), "Uppföljningar", "Månader, en per rad.", "lines", example="2028-12"),
    Field(("engagement",), "Vilka berörda har deltagit", kind="long"),
    Field(("engagement_effect",), "Vad det ändrade", kind="long"),
    Field(("funding",), "Vem betalar analysen"),
    Field(("interests",), "Vem tjänar på svaret"),
)
