"""What a YAML parser complains of, in words for somebody who does not know its inner names."""

from __future__ import annotations

from typing import Any

# libyaml's problem -> what to tell, and whether to point at where the broken thing begins, not where it ended
_PLAIN: dict[str, tuple[str, bool]] = {
    "mapping values are not allowed in this context": (
        'a ":" cannot stand here: put a text that holds ": " in quotes, or mend the indentation',
        False,
    ),
    "could not find expected ':'": ('a key without ":", or text that is not indented far enough', True),
    "did not find expected key": (
        "a key was expected here: look at the indentation and the quotes above",
        False,
    ),
    "did not find expected '-' indicator": (
        'a list item ("- ") was expected here: look at the indentation',
        False,
    ),
    "did not find expected ',' or ']'": (
        "the list that begins here with [ is not closed with ], or lacks a comma",
        True,
    ),
    "did not find expected ',' or '}'": (
        "the mapping that begins here with { is not closed with }, or lacks a comma",
        True,
    ),
    "found unexpected end of stream": ("the quote that begins here is not closed", True),
    "found unexpected document indicator": ("the quote that begins here is not closed", True),
    "block sequence entries are not allowed in this context": ('a list item ("- ") cannot stand here', False),
    "block mapping entries are not allowed in this context": ("a key cannot stand here", False),
    "mapping keys are not allowed in this context": ("a key cannot stand here", False),
    "found unknown escape character": (
        "an unknown escape: write \\\\ for a backslash, or use single quotes",
        False,
    ),
    "did not find expected hexdecimal number": ("an escape lacks its hexadecimal digits", False),
    "did not find expected alphabetic or numeric character": (
        "text that begins with * or & must be put in quotes",
        True,
    ),
    "found a tab character that violates indentation": ("a tab cannot indent: use spaces", False),
    "found a tab character where an indentation space is expected": (
        "a tab cannot indent: use spaces",
        False,
    ),
    "did not find expected comment or line break": (
        "after | or > the text begins on the next line (a text of one line that begins so needs quotes)",
        False,
    ),
    "did not find expected node content": ("a value was expected here", False),
    "found undefined tag handle": ("a YAML tag (text beginning with !) is not allowed", False),
    "did not find expected tag URI": ("a YAML tag (text beginning with !) is not allowed", True),
    "did not find expected '!'": ("a YAML tag (text beginning with !) is not allowed", True),
    "did not find expected whitespace or line break": ("a space was expected here", False),
    "did not find expected <document start>": ("nothing can follow here", False),
}
_TAG_PROBLEMS = ("found undefined tag handle", "did not find expected tag URI", "did not find expected '!'")
_STARTERS = {
    "\t": "a tab cannot indent: use spaces",
    "@": 'text that begins with "@" must be put in quotes',
    "`": 'text that begins with "`" must be put in quotes',
    "%": 'text that begins with "%" must be put in quotes',
}


def about_syntax(error: Any, text: str) -> tuple[str, str, tuple[int, int]]:
    """Code, message and place (line and column from 0) of a YAMLError that the parser raised on `text`."""
    problem = getattr(error, "problem", None) or str(error)
    problem_mark: Any = getattr(error, "problem_mark", None)
    context_mark: Any = getattr(error, "context_mark", None)
    if problem == "found character that cannot start any token":
        character = text[problem_mark.index : problem_mark.index + 1]
        sentence, at_start = _STARTERS.get(character, "text that begins so must be put in quotes"), False
    elif problem == "found invalid Unicode character escape code":
        return (
            "B002",
            "an escape in this text stands for no character",
            _numbers(context_mark or problem_mark),
        )
    else:
        sentence, at_start = _PLAIN.get(problem, (f"this cannot be read as YAML: {problem}", False))
    code = "B009" if problem in _TAG_PROBLEMS else "B004"
    mark = (context_mark if at_start else problem_mark) or problem_mark or context_mark
    return code, sentence, _numbers(mark)


def _numbers(mark: Any) -> tuple[int, int]:
    return (mark.line, mark.column) if mark is not None else (0, 0)
