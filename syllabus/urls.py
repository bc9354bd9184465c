"""The addresses of what there is to know. They are public: keep them."""

from __future__ import annotations

from django.urls import path

from syllabus.views import anki, compare, pipelines, reference, tables, topics

app_name = "syllabus"
urlpatterns = [
    path("learn/", topics.topics, name="topics"),
    path("learn/<slug:key>/", topics.topic, name="topic"),
    path("learn/<slug:key>/sheet/", topics.sheet, name="sheet"),
    path("steps/", reference.steps, name="steps"),
    path("steps/<slug:key>/", reference.step, name="step"),
    path("traps/", reference.traps, name="traps"),
    path("traps/<slug:key>/", reference.trap, name="trap"),
    path("faq/", reference.faqs, name="faqs"),
    path("glossary/", reference.glossary, name="glossary"),
    path("compare/", compare.compare, name="compare"),
    path("tables/", tables.tables, name="tables"),
    path("tables/<slug:key>/", tables.table, name="table"),
    path("anki/", anki.anki, name="anki"),
    path("anki/pipeline-study.apkg", anki.package, name="package"),
    path("anki/topics/<slug:key>.apkg", anki.package, name="topic-package"),
    path("loop/", pipelines.loop, name="loop"),
    path("loop/picture.svg", pipelines.loop_picture, name="loop-picture"),
    path("loop/<slug:node>/", pipelines.loop, name="node"),
    path("pipelines/", pipelines.pipelines, name="pipelines"),
    path("pipelines/<slug:key>/", pipelines.pipeline, name="pipeline"),
    path("pipelines/<slug:key>/picture.svg", pipelines.picture_file, name="pipeline-picture"),
    path("pipelines/<slug:key>/<slug:node>/", pipelines.pipeline, name="pipeline-node"),
]
