"""What is asked (banks), and what was given back (practice)."""

from quizzes.models.banks import Bank, BankVersion, Question, QuestionVersion, VersionQuestion
from quizzes.models.cards import Card, CardReview, StudyPlan
from quizzes.models.cases import Case, CaseVersion
from quizzes.models.counts import WordingCount
from quizzes.models.petitions import Petition
from quizzes.models.practice import Attempt, Sitting, SittingQuestion
from quizzes.models.regrades import Regrade, RegradedAttempt
from quizzes.models.reports import ProblemReport
from quizzes.models.supply import Supply
from quizzes.models.tallies import Record, Tally

__all__ = [
    "Attempt",
    "Bank",
    "BankVersion",
    "Card",
    "CardReview",
    "Case",
    "CaseVersion",
    "Petition",
    "ProblemReport",
    "Question",
    "QuestionVersion",
    "Record",
    "Regrade",
    "RegradedAttempt",
    "Sitting",
    "SittingQuestion",
    "StudyPlan",
    "Supply",
    "Tally",
    "VersionQuestion",
    "WordingCount",
]
