"""The form of one question: what it asks for, what stands in it, and what that is in the text. Pure."""

from __future__ import annotations

from authoring.sheets.fields import ASKED, FIELDS, TABLES, Column, Field, Table
from authoring.sheets.sheet import MOST_ROWS, Sheet

__all__ = ["ASKED", "FIELDS", "MOST_ROWS", "TABLES", "Column", "Field", "Sheet", "Table"]
