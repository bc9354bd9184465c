"""What a matching of a reference table asks: in the words of the field, not by the titles of our tables."""

from __future__ import annotations

from typing import Final

from quizzes.generators.material import Table

ASKED: Final = {
    ("condition-operators", "meaning"): "Match each condition class of the SDK to when it holds.",
    (
        "condition-operators",
        "example",
    ): "Match each condition class of the SDK to a test it is made for.",
    ("deployment-policies", "shifts"): (
        "`UpdateEndpoint` is called with one of these policies. Match each to the way in which it moves "
        "traffic."
    ),
    ("deployment-policies", "meaning"): (
        "Teams update endpoints under different conditions. Match each deployment policy to the conditions "
        "that it fits best."
    ),
    ("events", "meaning"): "Events with these detail-types reach EventBridge. Match each to what it reports.",
    ("events", "when"): "Events with these detail-types reach EventBridge. Match each to when it is sent.",
    ("events", "carries"): (
        "Events with these detail-types reach EventBridge. Match each to what its detail contains."
    ),
    ("execution-statuses", "meaning"): (
        "`DescribePipelineExecution` returns one of these statuses. Match each to what it says of the run."
    ),
    ("lineage-associations", "meaning"): (
        "A lineage association leads from a source to a destination. Match each type to what it says of the "
        "source."
    ),
    ("lineage-associations", "example"): "Match each type of lineage association to an example of its use.",
    ("lineage-entities", "meaning"): "Match each kind of lineage entity to what it stands for.",
    ("lineage-entities", "examples"): "Match each kind of lineage entity to examples of it.",
    ("parameter-types", "meaning"): "Match each type of pipeline parameter to the values that it holds.",
    ("parameter-types", "use"): "Match each type of pipeline parameter to what it is typically used for.",
    ("step-statuses", "meaning"): (
        "`ListPipelineExecutionSteps` gives one of these statuses for each step. Match each to what it says."
    ),
}


def asked(table: Table, column: str) -> str:
    """The prompt for one column; of a table that has no words of its own, by the titles of its columns."""
    head = table.columns.get("name", table.title)
    return ASKED.get((table.key, column)) or (
        f"From *{table.title}*: match each entry under *{head}* to its *{table.columns[column]}*."
    )
