"""`regrade BANK KEY --of N (--to M | --void) --note "…" [--apply]`: answers of a question, judged anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from quizzes.models import QuestionVersion
from quizzes.regrade_preview import Preview, preview
from quizzes.regrading import OBSTACLES
from quizzes.services import regrading


class Command(BaseCommand):
    help = (
        "Judge all answers to one wording of a question by the key of another wording, or void them. Without "
        "--apply nothing is written: it says what would change. Sent again after a stop it goes on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bank", help="the bank's slug")
        parser.add_argument("key", help="the question's key")
        parser.add_argument("--of", type=int, required=True, help="the number of the wording that was asked")
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument(
            "--to", type=int, help="the number of the wording whose key is right; its own undoes"
        )
        how.add_argument("--void", action="store_true", help="they count for nobody")
        parser.add_argument("--note", default="", help="one sentence for the learners, with --apply")
        parser.add_argument("--apply", action="store_true", help="do it")

    def handle(self, *args: Any, bank: str, key: str, of: int, to: int | None, **options: Any) -> None:
        version = _wording(bank, key, of)
        judge = None if to is None else _wording(bank, key, to)
        shown = preview(version, judge)
        for line in _told(shown):
            self.stdout.write(line)
        if not options["apply"]:
            self.stdout.write("Nothing was changed. With --apply it is done.")
            return
        note = str(options["note"]).strip()
        if not note:
            raise CommandError('Say why, in a sentence for the learners: --note "…".')
        made = regrading.standing(version=version, judge=judge, note=note) or regrading.start(
            version=version, judge=judge, by=None, note=note, digest=shown.digest, now=now()
        )
        regrading.go_on(regrade=made, now=now())
        self.stdout.write(f"Done: {sum(made.counts.values())} answers have another verdict.")


def _wording(bank: str, key: str, number: int) -> QuestionVersion:
    versions = QuestionVersion.objects.select_related("regrade__judged_by", "question")
    found = versions.filter(question__bank__slug=bank, question__key=key)
    for version in found.filter(number=number):
        return version
    numbers = ", ".join(map(str, found.order_by("number").values_list("number", flat=True)))
    if numbers:
        raise CommandError(f'"{key}" has no wording {number}. It has: {numbers}.')
    raise CommandError(f'There is no question "{key}" in a bank "{bank}".')


def _told(shown: Preview) -> list[str]:
    lines = [f"{shown.attempts} answers of {shown.learners} learners in {shown.sittings} sittings."]
    lines += [f"{was} to {became}: {n}" for (was, became), n in sorted(shown.moves.items()) if was != became]
    lines += [f"not to be judged so, {OBSTACLES[why]}: {n}" for why, n in sorted(shown.kept.items())]
    lines.append(f"unchanged: {shown.same}")
    if shown.waiting:
        lines.append(f"asked in open sittings, and judged so once they are answered: {shown.waiting}")
    if shown.exams:
        lines.append(
            f"exams whose share changes: {shown.exams}, by {shown.most:.1f} points at most; "
            f"{shown.reached} come to the line, {shown.lost} fall below it"
        )
    return lines
