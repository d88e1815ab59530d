"""Verification and validation as a report made by command: what is tested against what, now, with its tolerance."""

from exclusim.results.verification.document import VerificationDocument
from exclusim.results.verification.run import VerificationOptions, run_verification

__all__ = ["VerificationDocument", "VerificationOptions", "run_verification"]
