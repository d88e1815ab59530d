"""Agencies that act: cases, queues, answers, and the system faults that come of their rules."""
