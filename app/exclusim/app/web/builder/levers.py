"""What an effect can act on and how a study states it, in words for a planner."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["DESIGNS", "LEVERS", "MEASURES"]

LEVERS: Mapping[str, str] = {
    "exit_from_exclusion": "Allt som leder ut ur utanförskap",
    "entry_to_exclusion": "Allt som leder in i utanförskap",
    "grade9_eligibility": "Behörighet efter årskurs 9",
    "school_completion": "Examen från gymnasiet",
    "school_dropout": "Avhopp från gymnasiet",
    "study_entry": "Börja studera",
    "study_exit": "Lämna studier",
    "adult_study_entry": "Börja studera som vuxen",
    "job_finding": "Hitta arbete",
    "job_upgrade": "Från tillfälligt till fast arbete",
    "job_loss": "Förlora arbete",
    "labour_force_exit": "Lämna arbetskraften",
    "labour_force_entry": "Träda in i arbetskraften",
    "programme_entry": "Börja i arbetsmarknadsprogram",
    "subsidised_job_entry": "Få subventionerad anställning",
    "sickness_entry": "Bli sjukskriven",
    "sickness_exit": "Bli frisk från sjukskrivning",
    "disability_entry": "Få aktivitets- eller sjukersättning",
    "parental_entry": "Bli föräldraledig",
    "parental_exit": "Komma tillbaka från föräldraledighet",
    "care_entry": "Bli placerad utanför hemmet",
    "care_exit": "Komma hem från placering",
    "prison_entry": "Dömas till fängelse",
    "prison_exit": "Friges från fängelse",
    "assistance_entry": "Få ekonomiskt bistånd",
    "assistance_exit": "Lämna ekonomiskt bistånd",
    "pushed_to_assistance": "Hänvisas till ekonomiskt bistånd",
    "benefit_gap": "Stå utan ersättning mellan två myndigheter",
    "mental_onset": "Drabbas av psykisk ohälsa",
    "mental_recovery": "Återhämta sig från psykisk ohälsa",
    "misuse_onset": "Börja missbruka",
    "misuse_recovery": "Lämna missbruk",
    "crime_onset": "Börja begå brott",
    "crime_recovery": "Sluta begå brott",
    "homelessness_onset": "Bli hemlös",
    "homelessness_recovery": "Få ett hem",
    "scar_onset": "Få spår av lång arbetslöshet",
    "scar_recovery": "Bli av med spår av lång arbetslöshet",
    "mortality": "Dödlighet",
    "mortality_hump": "Dödlighet i unga år",
    "emigration": "Utvandring",
}

MEASURES: Mapping[str, str] = {
    "hazard_ratio": "Hasardkvot (HR)",
    "odds_ratio": "Oddskvot (OR)",
    "risk_ratio": "Riskkvot (RR)",
    "incidence_rate_ratio": "Kvot mellan incidenstal (IRR)",
    "percentage_points": "Procentenheter",
    "relative_change": "Relativ förändring i procent",
    "duration_change": "Förändrad längd i procent",
    "standardised": "Standardiserad skillnad (d)",
}

DESIGNS: Mapping[str, str] = {
    "rct": "Randomiserat försök",
    "quasi_experiment": "Jämförelsegrupp utan lottning",
    "before_after": "Före och efter, utan jämförelse",
    "expert": "Någons bedömning",
}
