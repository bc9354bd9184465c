"""Addresses of authors, under /author/. A draft is named by its key; once published, by its bank's slug."""

from __future__ import annotations

from django.urls import path

from authoring.views import (
    approving,
    beginning,
    drafts,
    people,
    previewing,
    publishing,
    questions,
    regrading,
    reports,
    sharing,
    statistics,
    versions,
    whole,
    writing,
)

app_name = "author"
urlpatterns = [
    path("", drafts.listed, name="drafts"),
    path("new/", beginning.new, name="new"),
    path("bank.schema.json", writing.schema, name="schema"),
    path("approvals/", approving.approvals, name="approvals"),
    path("approvals/<str:key>/", approving.approval, name="approval"),
    path("words.json", writing.names, name="words"),
    path("invitations/<int:pk>/", people.invitation, name="invitation"),
    path("<str:name>/", drafts.draft, name="draft"),
    path("<str:name>/check/", writing.check, name="check"),
    path("<str:name>/save/", writing.save, name="save"),
    path("<str:name>/text/", whole.text, name="text"),
    path("<str:name>/statistics/", statistics.statistics, name="statistics"),
    path("<str:name>/statistics.csv", statistics.table, name="statistics-csv"),
    path("<str:name>/statistics/<slug:key>/", statistics.question, name="question-statistics"),
    path("<str:name>/copy/", whole.duplicate, name="copy"),
    path("<str:name>/delete/", whole.delete, name="delete"),
    path("<str:name>/preview/", previewing.preview, name="preview"),
    path("<str:name>/preview/<slug:key>/", previewing.question, name="preview-question"),
    path("<str:name>/questions/new/", questions.new, name="question-new"),
    path("<str:name>/questions/<slug:key>/", questions.question, name="question-form"),
    path("<str:name>/publish/", publishing.publish, name="publish"),
    path("<str:name>/sharing/", sharing.sharing, name="sharing"),
    path("<str:name>/versions/", versions.versions, name="versions"),
    path("<str:name>/versions/put-back/", versions.put_back, name="put-back"),
    path("<str:name>/versions/<int:number>/", versions.version, name="version"),
    path("<str:name>/versions/<int:number>.yaml", versions.version_file, name="version-file"),
    path("<str:name>/regrade/<slug:key>/", regrading.regrade, name="regrade"),
    path("<str:name>/regrades/", regrading.regrades, name="regrades"),
    path("<str:name>/reports/", reports.reports, name="reports"),
    path("<str:name>/reports/<str:report_key>/", reports.report, name="report"),
    path("<str:name>/people/", people.people, name="people"),
    path("<str:name>/people/leave/", people.leave, name="leave"),
    path("<str:name>/people/owner/", people.hand_over, name="hand-over"),
    path("<str:name>/people/<int:pk>/", people.person, name="person"),
    path("<str:name>/people/asked/<int:pk>/", people.withdraw, name="withdraw"),
]
