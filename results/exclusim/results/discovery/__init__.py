"""Scenario discovery: in which futures an investment fails; and a case as a function of its parameters."""

from exclusim.results.discovery.connector import ModelFunction, model_function
from exclusim.results.discovery.document import DiscoveryDocument
from exclusim.results.discovery.options import DiscoveryOptions
from exclusim.results.discovery.run import run_discovery

__all__ = ["DiscoveryDocument", "DiscoveryOptions", "ModelFunction", "model_function", "run_discovery"]
