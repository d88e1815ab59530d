"""What every report carries beside its figures: the record of the decision, and a filled reporting checklist."""
