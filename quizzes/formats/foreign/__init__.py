"""What the formats of other systems have in common: how their questions are held, and become ours.

A reader of a format (`quizzes.formats.gift`, `moodle`, `aiken`) gives `found.Found` questions and judges
nothing; `drafting` makes them our YAML and names what could not be carried over. On the way out `carrying`
makes them from ours, and a writer writes them.
"""
