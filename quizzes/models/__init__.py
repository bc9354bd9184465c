"""What is asked (banks), and what was given back (practice)."""

from quizzes.models.banks import Bank, BankVersion, Question, QuestionVersion, VersionQuestion
from quizzes.models.cases import Case, CaseVersion
from quizzes.models.practice import Attempt, Sitting, SittingQuestion

__all__ = [
    "Attempt",
    "Bank",
    "BankVersion",
    "Case",
    "CaseVersion",
    "Question",
    "QuestionVersion",
    "Sitting",
    "SittingQuestion",
    "VersionQuestion",
]
