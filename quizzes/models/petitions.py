"""Authors ask that their bank be public; staff grant it or refuse it, with a sentence."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User, new_key
from quizzes.models.banks import Bank, BankVersion


class PetitionQuerySet(models.QuerySet["Petition"]):
    """One asks at a time: there is one open petition of a bank, or none."""

    def open(self) -> PetitionQuerySet:
        return self.filter(answered_at=None)


class Petition(models.Model):
    """One asking that a bank be public, kept with its answer.

    `version` is the one that staff last looked at: a later one of a public bank stays public, and waits
    among the changes to be looked at.
    """

    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    bank = models.ForeignKey(Bank, on_delete=models.CASCADE, related_name="petitions")
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    sentence = models.TextField(blank=True)
    version = models.ForeignKey(BankVersion, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = PetitionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["bank"], condition=Q(answered_at=None), name="one_open_petition_of_a_bank"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, granted=None)
                | Q(answered_at__isnull=False, granted__isnull=False),
                name="an_answer_grants_or_refuses",
            ),
        ]

    def __str__(self) -> str:
        return f"petition {self.key[:6]}"
