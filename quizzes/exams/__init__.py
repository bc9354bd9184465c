"""Mock exams: which questions are drawn for one, and what is said where the banks cover too little. Pure.

An exam profile says how many questions an exam asks, how many of each kind and domain, in which shapes, in
how many minutes. A line-up is drawn by dice within these bounds. Nothing is made up for what the banks lack:
the exam is shortened in proportion, in questions, scored ones and minutes, and says so.
"""

from __future__ import annotations

from typing import Final

from quizzes.exams.blueprint import Blueprint, Place, Share, Terms
from quizzes.exams.drawing import draw, draw_of, fitting
from quizzes.exams.profile import KINDS, Candidate, Domain, Profile, Shape, asked_of, profile_of, shares
from quizzes.exams.seats import Asked
from quizzes.exams.telling import Fact, clock, duration, facts_of, name_of

__all__ = [
    "EXTRA_TIMES",
    "KINDS",
    "Asked",
    "Blueprint",
    "Candidate",
    "Domain",
    "Fact",
    "Place",
    "Profile",
    "Shape",
    "Share",
    "Terms",
    "asked_of",
    "clock",
    "draw",
    "draw_of",
    "duration",
    "facts_of",
    "fitting",
    "name_of",
    "profile_of",
    "shares",
]

EXTRA_TIMES: Final = (100, 125, 150, 200)
"""Per cent of an exam's minutes: the time that candidates with an accommodation are given."""
