"""What shipped questions must say, and what is told as a warning."""

from __future__ import annotations

from quizzes.formats.bank.codes.table import SOUND, Code

_FOUR = "options: {a: {text: One, correct: true}, b: {text: Two}, c: {text: Ten}, d: {text: Six}}"


def _telling() -> str:
    question = (
        "  - {{kind: choice, key: q{0}, prompt: Which {0}?, explain: So., "
        "options: {{a: {{text: The right one and long, correct: true}}, b: No {0}}}}}\n"
    )
    return "bank: caching\ntitle: Caching\nquestions:\n" + "".join(question.format(i) for i in range(4))


CODES = (
    Code(
        "B050",
        "A shipped question says too little",
        "Files under content/ need topics, asks, reread, source and difficulty for every question; "
        "inside a case "
        "topics, reread and source may be the case's.",
        SOUND["bank"].replace("explain: The reason.", "explain: The reason.\n    topics: [step-caching]")
        + '    asks: recall\n    difficulty: 1\n    reread: ["step-caching#uris"]\n',
        SOUND["bank"].replace("explain: The reason.", "explain: The reason.\n    topics: [step-caching]")
        + '    asks: recall\n    difficulty: 1\n    reread: ["step-caching#uris"]\n'
        + "    source: {url: https://docs.aws.amazon.com/, checked: 2026-11-21}\n",
        judged="shipped",
    ),
    Code(
        "B051",
        "A reason is missing",
        "Shipped questions give a reason for every need, pair, distractor and option, and with order "
        "for every "
        "item but the first.",
        "needs: {train: [clean], test: {train: The test reads the model.}}",
        "needs: {train: {clean: It reads the clean data.}, test: {train: The test reads the model.}}",
        "ordering",
        "shipped",
    ),
    Code(
        "B052",
        "An unknown topic",
        "The syllabus has no topic of that key. A problem in a shipped bank, a warning in an upload.",
        "topics: [step-cahcing]",
        "topics: [step-caching]",
        "choice",
    ),
    Code(
        "B053",
        "An unknown trap",
        "The syllabus has no trap of that key. A problem in a shipped bank, a warning in an upload.",
        "traps: [pipeline-levl-cache]",
        "traps: [pipeline-level-cache]",
        "choice",
    ),
    Code(
        "B054",
        "An unknown passage",
        "The syllabus has no such topic, or the topic no such anchor. A problem in a shipped bank, "
        "else a warning.",
        'reread: ["step-caching#urls"]',
        'reread: ["step-caching#uris"]',
        "choice",
    ),
    Code(
        "B055",
        "An unknown exam",
        "There is no exam profile of that code. A problem in a shipped bank, a warning in an upload.",
        'exams: {MLA-C10: ["3.3"]}\n' + _FOUR,
        'exams: {MLA-C01: ["3.3"]}\n' + _FOUR,
        "choice",
    ),
    Code(
        "B056",
        "A bank that is there already",
        "The slug of a bank is used once on the site. The place is the bank's name in the second file.",
        "two files with bank: caching",
        SOUND["bank"],
        made=lambda: SOUND["bank"].encode(),
    ),
    Code(
        "B057",
        "An unknown domain or task",
        "The exam has no domain, or its domain no task, of that number. A problem in a shipped bank, a "
        "warning in an upload. Tasks are judged where the exam's profile says how many a domain has.",
        'exams: {MLA-C01: ["9.9"]}\n' + _FOUR,
        'exams: {MLA-C01: ["3.3"]}\n' + _FOUR,
        "choice",
    ),
    Code(
        "B060",
        "The key is the longest option",
        "A warning: in more than half of the bank's choices (four or more of them) the longest option is the "
        "right one, so who knows nothing can pass. The place is the options of the first one.",
        _telling(),
        _telling().replace("The right one and long", "Yes"),
    ),
    Code(
        "B061",
        "Placeholder text",
        "A warning: TODO, TBD, FIXME, ???, lorem ipsum, or a text of dots only.",
        "explain: TODO",
        "explain: The reason.",
        "choice",
    ),
    Code(
        "B062",
        "Not the exam's shape",
        "A warning: a question that names exams should look like theirs. An ordering has 3 to 5 "
        "places, a matching "
        "3 to 7 prompts, a choice of one four options, a choice of several five or more. And an exam has "
        "only the kinds that its profile lists: MLA-C02 asks choices alone.",
        'exams: {MLA-C01: ["3.3"]}',
        'exams: {MLA-C01: ["3.3"]}\n' + _FOUR,
        "choice",
    ),
    Code(
        "B063",
        "An old source",
        "A warning: it was last checked more than a year before today (--today).",
        'source: {url: "https://docs.aws.amazon.com/", checked: 2025-11-20}',
        'source: {url: "https://docs.aws.amazon.com/", checked: 2025-11-21}',
        "choice",
    ),
    Code(
        "B064",
        "The same question twice",
        "A warning: prompt, responses and key are those of another question, in this file or another.",
        SOUND["bank"] + SOUND["bank"].split("questions:\n")[1].replace("key: one", "key: two"),
        SOUND["bank"]
        + SOUND["bank"]
        .split("questions:\n")[1]
        .replace("key: one", "key: two")
        .replace("Which?", "Which now?"),
    ),
    Code(
        "B065",
        "A source from the future",
        "A warning: its day comes after today (--today), so nobody can have read it then.",
        'source: {url: "https://docs.aws.amazon.com/", checked: 2026-11-22}',
        'source: {url: "https://docs.aws.amazon.com/", checked: 2026-11-21}',
        "choice",
    ),
    Code(
        "B066",
        "A link that will be none",
        "A warning: texts link to https:// and mailto: addresses and, beginning with /, to pages of this "
        "site. Of any other link only the words are shown.",
        'prompt: "Where does [the guide](javascript:alert(1)) say so?"',
        'prompt: "Where does [the guide](https://docs.aws.amazon.com/) say so?"',
        "choice",
    ),
    Code(
        "B067",
        "An image",
        "A warning: texts show no images. Nothing is loaded from other hosts, and what only a picture tells "
        "is lost to who cannot see it.",
        'prompt: "Which step is ![the diamond](https://example.org/diamond.png)?"',
        'prompt: "Which step is the diamond?"',
        "choice",
    ),
    Code(
        "B068",
        "A link to no page",
        "A warning: the site has no page at this address, or its page no such passage.",
        'prompt: "See [caching](/learn/nope/)."',
        'prompt: "See [caching](/learn/step-caching/#uris)."',
        "choice",
    ),
)
