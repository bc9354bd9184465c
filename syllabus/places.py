"""Entries that have a place of their own, by their keys. Pure."""

from __future__ import annotations

LOOP = "retraining-loop"
"""The pipeline at /loop/."""
AID = "orchestrator"
"""The decision aid at /compare/."""
ABOUT_EXAMS = "exam-craft"
"""The topic that tells how the exams are built: where the facts of one exam lead."""
