"""Addresses of practice."""

from django.urls import path

from quizzes.views import practice

app_name = "quizzes"
urlpatterns = [
    path("practice/", practice.practice, name="practice"),
    path("s/<str:sitting_key>/", practice.sitting, name="sitting"),
    path("s/<str:sitting_key>/again/", practice.again, name="again"),
    path("s/<str:sitting_key>/<int:number>/", practice.question, name="question"),
    path("s/<str:sitting_key>/<int:number>/again/", practice.question_again, name="question-again"),
]
