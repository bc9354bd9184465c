"""Addresses of practice and review, and of saving in any sitting."""

from django.urls import path

from quizzes.views import banks, exams, own_data, practice, progress, reports, review, saving

app_name = "quizzes"
urlpatterns = [
    path("practice/", practice.practice, name="practice"),
    path("b/", banks.listed, name="banks"),
    path("b/<slug:bank>/", banks.bank, name="bank"),
    path("b/<slug:bank>/<str:link_key>/", banks.bank_by_link, name="bank-by-link"),
    path("progress/", progress.progress, name="progress"),
    path("progress/history/", progress.past, name="history"),
    path("progress/data/", own_data.own_data, name="own-data"),
    path("progress/data/delete/", own_data.delete, name="own-data-delete"),
    path("progress/data/gone/", own_data.gone, name="own-data-gone"),
    path("progress/export.json", own_data.export_json, name="export-json"),
    path("progress/export.csv", own_data.export_csv, name="export-csv"),
    path("review/", review.review, name="review"),
    path("review/plan/", review.plan, name="review-plan"),
    path("reports/", reports.reports, name="reports"),
    path("reports/seen/", reports.seen, name="reports-seen"),
    path("reports/inbox/", reports.inbox, name="inbox"),
    path("reports/inbox/<str:report_key>/", reports.reported, name="reported"),
    path("s/<str:sitting_key>/", practice.sitting, name="sitting"),
    path("exams/", exams.exams, name="exams"),
    path("exams/<slug:profile_key>/", exams.exam, name="exam"),
    path("s/<str:sitting_key>/finish/", exams.finish, name="finish"),
    path("s/<str:sitting_key>/again/", practice.again, name="again"),
    path("s/<str:sitting_key>/<int:number>/", practice.question, name="question"),
    path("s/<str:sitting_key>/<int:number>/again/", practice.question_again, name="question-again"),
    path("s/<str:sitting_key>/<int:number>/draft/", saving.draft, name="draft"),
    path("s/<str:sitting_key>/<int:number>/flag/", saving.flag, name="flag"),
    path("s/<str:sitting_key>/<int:number>/report/", reports.report, name="report"),
]
