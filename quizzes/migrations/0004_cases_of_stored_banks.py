"""Banks that were published before cases had rows of their own: make those rows, from what was published.

Until now a case came apart at publishing: each of its questions kept the scenario in its own `html`. The
written form of every bank version is stored, so the case's key and title are still known. Wordings of
questions, and what hangs on them, stay as they are.
"""

import hashlib

from django.db import migrations

from kit import hardness, prose, yamlsource

BATCH = 200


def make_cases(apps, schema_editor):
    Bank, QuestionVersion = apps.get_model("quizzes", "Bank"), apps.get_model("quizzes", "QuestionVersion")
    for bank in Bank.objects.filter(versions__source__contains="kind: case").distinct():
        newest = {}
        for version in bank.versions.order_by("number"):
            newest = _cases_of(apps, bank, version)
        for case_version in newest.values():
            case_version.case.current = case_version
            case_version.case.save(update_fields=["current"])
    _rewrite(QuestionVersion, lambda version: version.html.pop("scenario", None))


def _cases_of(apps, bank, version):
    """The cases of one bank version, by key; its questions hang on them afterwards."""
    Question, VersionQuestion = apps.get_model("quizzes", "Question"), apps.get_model("quizzes", "VersionQuestion")
    entries = VersionQuestion.objects.filter(bank_version=version).select_related("question_version__question")
    worded = {entry.question_version.question.key: entry.question_version for entry in entries}
    Question.objects.filter(bank=bank, key__in=worded).update(case=None, part=0)
    document = yamlsource.read(version.source.encode(), file=bank.slug)
    found = {}
    for written in document.data["questions"]:
        if written["kind"] != "case":
            continue
        inner = [worded[str(question["key"])] for question in written["questions"]]
        case_version = found[written["key"]] = _case_version(apps, bank, version, written, inner[0])
        for part, question_version in enumerate(inner, 1):
            question_version.case_version = case_version
            question_version.save(update_fields=["case_version"])
            question = question_version.question
            question.case, question.part = case_version.case, part
            question.save(update_fields=["case", "part"])
    return found


def _case_version(apps, bank, version, written, first):
    """The wording that a case had in a bank version: the same as in an earlier one, or a new one."""
    Case, CaseVersion = apps.get_model("quizzes", "Case"), apps.get_model("quizzes", "CaseVersion")
    case, _ = Case.objects.get_or_create(bank=bank, key=str(written["key"]))
    title, scenario, explain = (str(written.get(name, "")) for name in ("title", "scenario", "explain"))
    same, _ = CaseVersion.objects.get_or_create(
        case=case,
        digest=hashlib.sha256("\0".join((title, scenario, explain)).encode()).hexdigest(),
        defaults={
            "number": CaseVersion.objects.filter(case=case).count() + 1,
            "title": title,
            "scenario": scenario,
            "explain": explain,
            "html": {
                "scenario": first.html["scenario"],
                "explain": prose.block(explain, limit=hardness.FIELD) if explain else "",
            },
            "created_at": version.created_at,
        },
    )
    same.case = case
    return same


def put_back(apps, schema_editor):
    QuestionVersion = apps.get_model("quizzes", "QuestionVersion")

    def with_scenario(version):
        case = version.case_version
        version.html["scenario"] = case.html["scenario"] if case else ""

    _rewrite(QuestionVersion, with_scenario)
    QuestionVersion.objects.update(case_version=None)
    apps.get_model("quizzes", "Question").objects.update(case=None, part=0)
    apps.get_model("quizzes", "Case").objects.update(current=None)
    apps.get_model("quizzes", "CaseVersion").objects.all().delete()
    apps.get_model("quizzes", "Case").objects.all().delete()


def _rewrite(QuestionVersion, change):
    """Change the html of every wording."""
    batch = []
    for version in QuestionVersion.objects.select_related("case_version").iterator(BATCH):
        change(version)
        batch.append(version)
        if len(batch) == BATCH:
            QuestionVersion.objects.bulk_update(batch, ["html"])
            batch = []
    QuestionVersion.objects.bulk_update(batch, ["html"])


class Migration(migrations.Migration):

    dependencies = [
        ('quizzes', '0003_cases'),
    ]

    operations = [
        migrations.RunPython(make_cases, put_back),
    ]
