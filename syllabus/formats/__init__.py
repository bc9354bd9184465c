"""The written forms of the syllabus: YAML files in, one sound `Syllabus` or every problem out. Pure."""

from __future__ import annotations

from syllabus.formats.reading import ReadSyllabus, Syllabus, names_in, read_syllabus
from syllabus.formats.references import Known
from syllabus.formats.sorts import SORTS, sort_of, tasks_of

__all__ = ["SORTS", "Known", "ReadSyllabus", "Syllabus", "names_in", "read_syllabus", "sort_of", "tasks_of"]
