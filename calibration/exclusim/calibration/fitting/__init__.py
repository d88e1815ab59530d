"""Fitting the model to published statistics: a stored joint posterior with its diagnostics."""
