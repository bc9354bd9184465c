"""Files made to hang, to crash, to fill the memory or to reach out: cleaned, or refused with a sentence.

Each giant is read by a process of its own under 2 s of CPU and 300 MB.
"""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import zipfile
from contextlib import suppress

import pytest

from kit.yamltext import MAX_BYTES
from quizzes.formats import exchange
from quizzes.formats.foreign.found import Refused
from quizzes.formats.foreign.zipped import MOST_FILES, unzip
from tests.quizzes.formats.exchange.importing import importing, questions
from tests.quizzes.formats.reading import HERE, KNOWN, TODAY

ROOT = HERE.parents[2]
MILLION = 1_000_000
SOUND = "<question type='truefalse'><name><text>t</text></name></question>"


def zipping(files: dict[str, bytes], **more) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
        for name, attributes in more.get("links", {}).items():
            info = zipfile.ZipInfo(name)
            info.external_attr = attributes << 16
            zipped.writestr(info, "/etc/passwd")
    return body.getvalue()


def lying(raw: bytes) -> bytes:
    """The zip, saying that its file has a hundred bytes."""
    size = (200 * MILLION).to_bytes(4, "little")
    assert raw.count(size) == 2
    return raw.replace(size, (100).to_bytes(4, "little"))


def quiz(inside: str) -> bytes:
    return f"<quiz>{inside}</quiz>".encode()


def question(inside: str) -> bytes:
    return quiz(f"<question type='multichoice'>{inside}</question>")


TEXT = "<questiontext format='html'><text><![CDATA[{}]]></text></questiontext>"
BARE = "<questiontext><text>{}</text></questiontext>"
GIANTS: dict[str, tuple[bytes, str]] = {  # what is told of each first, by its code
    "nine megabytes": (b"::a:: b {T}\n" + b"x" * 9 * MILLION, "X002"),
    "eight megabytes of line feeds": (b"a {T}" + b"\n" * (MAX_BYTES - 20) + b"b {T}", "X002"),
    "eight megabytes of NUL": (b"::a:: {T}" + b"\0" * 8 * MILLION, "X001"),
    "eight megabytes of one byte": (b"::" + b"\xff" * 8 * MILLION, "B"),
    "a million questions in GIFT": (b"a {T}\n\n" * MILLION, "X002"),
    "four million descriptions": (b"::a::b\n\n" + b"a\n\n" * 2 * MILLION, "X002"),
    "an answer of four million": (b"::a:: b {" + b"~a" * 4 * MILLION + b"}", "B015"),
    "an answer of a million lines": (b"::a:: b {>9\n" + b"x\n" * 3 * MILLION + b"}", "X002"),
    "braces that never close": (b"::a:: b {\n\n" * 700_000, "X002"),
    "braces in braces": (b"::a::" + b"{" * 8 * MILLION, "B015"),
    "empty lines in a brace": (b"::a:: b {" + b"\n \n" * 2 * MILLION, "X002"),
    "titles without a question": (b"::" * 4 * MILLION, "B"),
    "comments": (b"::a:: b {T}\n" + b"//\n" * 2_700_000, "X002"),
    "comments of tags": (b"// [tag:a]\n" * 700_000 + b"::a:: b {T}", "X001"),
    "one comment of tags": (b"//" + b"[tag:a]" * MILLION + b"\n::a:: b {T}", "X001"),
    "a long comment of openers": (b"::a:: b {T}\n//" + b"[tag:[id:" * 800_000 + b"\n::c:: d {T}", "B015"),
    "one comment of openers": (b"//" + b"[tag:[id:" * 800_000 + b"\n::a:: b {T}", "X001"),
    "backslashes": (b"::a:: " + b"\\" * 8 * MILLION + b"{T}", "B"),
    "a title of eight megabytes": (b"::" + b"t" * 8 * MILLION + b":: b {T}", "B015"),
    "a category of eight megabytes": (b"$CATEGORY: " + b"a/" * 4 * MILLION + b"\n\n::a:: b {T}", "B015"),
    "two thousand markdown texts": (b"[markdown]" + b"*" * 900 + b" {T}\n\n" * 1, "B"),
    "Aiken of a million": (b"Q\nA) a\nB) b\nANSWER: A\n" * 300_000, "X002"),
    "Aiken of options": (b"Q\n" + b"A) a\n" * 1_500_000 + b"ANSWER: A\n", "X001"),
    "Aiken of one question": (b"Q\nA) a\nANSWER: B\n" + b"Q\n" * 4 * MILLION, "X002"),
    "two million elements": (quiz("<a/>" * 2 * MILLION), "X002"),
    "elements in a question": (question("<a/>" * 190_000), "X006"),
    "a million questions in XML": (quiz("<question/>" * 700_000), "X005"),
    "elements in elements": (question("<a>" * 2 * MILLION), "X00"),
    "elements in elements, closed": (question("<a>" * 190_000 + "</a>" * 190_000), "X006"),
    "a text of tags": (question(TEXT.format("<b>" * 2 * MILLION)), "B"),
    "a text of lists": (question(TEXT.format("<ul><li>" * 900_000)), "B"),
    "a text of tables": (question(TEXT.format("<table><tr><td>" * 500_000)), "B"),
    "an attribute of eight megabytes": (question(f"<a b='{'x' * 7 * MILLION}'/>"), "B"),
    "attributes": (question(f"<a {' '.join(f'a{i}=''1''' for i in range(300_000))}/>"), "B"),
    "a file of eight megabytes": (question(f"<file name='a'>{'x' * 7 * MILLION}</file>"), "B"),
    "elements of two thousand names": (
        quiz(f"<question>{''.join(f'<a{i}>x</a{i}>' for i in range(1_900))}</question>" * 100),
        "B",
    ),
    "comments in XML": (quiz("<!---->" * MILLION + SOUND), "B015"),
    "entities of no one": (question(BARE.format("&a;" * 2 * MILLION)), "B"),
    "broken everywhere": (quiz("<question><" * 700_000), "X003"),
    "broken at the end of every question": (quiz("<question></questiom>" * 300_000), "X003"),
    "billion laughs": (
        b'<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
        + b"]><quiz><question type='essay'><name><text>&j;</text></name></question></quiz>",
        "X003",
    ),
    "a zip of zeros": (zipping({"a.gift": b"0" * 200 * MILLION}), "X002"),
    "a zip that lies": (lying(zipping({"a.gift": b"0" * 200 * MILLION})), "X002"),
    "a zip of many": (zipping({f"{i}.gift": b"a {T}" for i in range(5_000)}), "X004"),
    "a zip of much": (zipping({f"{i}.gift": b"a" * 8 * MILLION for i in range(6)}), "X004"),
    "tags on every question": (
        b"".join(b"// %s\n::q%d:: b {T}\n\n" % (b"[tag:topic:a%d]" % i * 30, i) for i in range(1_500)), "B015"
    ),
}  # fmt: skip
PROGRAM = """
import tests.quizzes.formats.reading as reading, tests.quizzes.formats.exchange.importing as importing
class Read:
    def __init__(self, raw):
        self.problems = importing.importing(raw, file="quiz").problems
reading.reading = Read
from tests.quizzes.formats.read_under_limits import main
main()
"""


def under_limits(raws: list[bytes]) -> list[tuple[int, str]]:
    """(exit status, what was told) for each."""
    sent = b"".join(len(raw).to_bytes(8, "big") + raw for raw in raws)
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, input=sent, capture_output=True, cwd=ROOT, check=True)
    return [(status, told) for status, told in map(json.loads, done.stdout.splitlines())]


@pytest.mark.parametrize("part", range(4))
def test_every_giant_is_read_or_refused_within_the_limits(part):
    names = list(GIANTS)[part::4]
    ran = dict(zip(names, under_limits([GIANTS[name][0] for name in names]), strict=True))
    for name in [name for name in names if ran[name][0] == -signal.SIGXCPU]:  # a busy machine: once more
        (ran[name],) = under_limits([GIANTS[name][0]])

    assert {name: status for name, (status, _) in ran.items()} == dict.fromkeys(names, 0)
    wrong = {name: told for name, (_, told) in ran.items() if GIANTS[name][1] not in told.split("\n")[0]}
    assert wrong == {}


def test_a_document_type_is_refused_at_its_place_and_nothing_of_it_is_used(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    raw = (
        f'<?xml version="1.0"?>\n <!DOCTYPE quiz [<!ENTITY x SYSTEM "{secret.as_uri()}">]>\n'
        "<quiz><question type='essay'><name><text>&x;</text></name></question></quiz>"
    )

    found = importing(raw, file="quiz.xml")

    (problem,) = found.problems
    assert str(problem) == (
        "quiz.xml:2:2: X003 a document type (<!DOCTYPE …>) is not read, nor what it declares. Take it out."
    )
    assert found.text == ""


def test_entities_of_html_are_read_and_others_are_text():
    found = importing(
        "<quiz><question type='essay'><name><text>a&nbsp;b&hellip; &undefined; &amp;lt;</text></name>"
        "<questiontext format='plain_text'><text>&eacute;&lt;</text></questiontext></question></quiz>"
    )

    assert questions(found)[0]["prompt"] == "é<"
    assert questions(found)[0]["key"] == "a-b-undefined-lt"


NAMES = ["../a.gift", "a/../../b.gift", "/etc/a.gift", "\\a.gift", "C:a.gift", "..\\a.gift"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_out_of_the_zip_is_refused(name):
    (problem,) = importing(zipping({"ok.gift": b"a {T}", name: b"b {T}"}), file="a.zip").problems

    assert problem.code == "X004"
    assert "leads out of it" in problem.message


def test_links_passwords_and_zips_in_zips_are_refused():
    link = zipping({}, links={"passwd": 0o120777})
    encrypted = bytearray(zipping({"a.gift": b"a {T}"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[encrypted.index(mark) + at] |= 1
    inner = zipping({"in.zip": zipping({"a.gift": b"a {T}"})})

    said = [importing(raw, file="a.zip").problems[0].message for raw in (link, bytes(encrypted), inner)]

    assert said == [
        '"passwd" in the zip is a link. Pack the file itself.',
        '"a.gift" in the zip is encrypted. Pack it without a password.',
        "a zip within a zip is not read.",
    ]


def test_what_is_no_zip_inside_is_said_so():
    good = zipping({"a.gift": b"a {T}" * 50})
    for cut in range(0, len(good), 7):
        with pytest.raises(Refused):
            unzip(good[:cut])
    for at in range(len(good)):
        broken = bytearray(good)
        broken[at] ^= 0xFF
        with suppress(Refused):
            assert unzip(bytes(broken))


def test_a_zip_of_several_is_read_one_by_one():
    raw = zipping(
        {"one.gift": b"a {T}", "__MACOSX/._one.gift": b"x", "in/two.xml": quiz(SOUND), ".DS_Store": b"x"}
    )

    found = list(exchange.read_all(raw, file="banks.zip", known=KNOWN, today=TODAY))

    assert [(one.file, one.format, one.text[:9].strip()) for one in found] == [
        ("banks.zip/one.gift", "gift", "bank: one"),
        ("banks.zip/in/two.xml", "moodle", "bank: two"),
    ]
    (problem,) = importing(raw, file="banks.zip").problems
    assert problem.message.startswith("the zip holds 2 files; one is wanted here")


def test_too_many_files_are_refused_before_they_are_unpacked():
    (problem,) = importing(
        zipping({f"{i}.gift": b"a {T}" for i in range(MOST_FILES + 1)}), file="a.zip"
    ).problems

    assert problem.message == "the zip has 101 files; at most 100 are read."


LOOK = "it was read as Windows-1252: look at its letters"
TAKEN = "2 characters that no text can hold were taken out, the first U+0007"


@pytest.mark.parametrize(
    ("raw", "letters", "noted"),
    [
        ("é {T}".encode(), "é", ""),
        ("é {T}".encode("utf-8-sig"), "é", ""),
        ("é {T}".encode("utf-16"), "é", ""),
        ("é {T}".encode("utf-16-le"), "é", "the file looks like UTF-16, and was read as such"),
        ("é {T}".encode("cp1252"), "é", f"the file is not UTF-8; {LOOK}"),
        ("é\x07\x00 {T}".encode(), "é", TAKEN),
    ],
)  # fmt: skip
def test_a_text_is_read_whatever_its_encoding(raw, letters, noted):
    found = importing(raw)

    assert questions(found)[0]["prompt"] == letters
    assert [loss.message for loss in found.losses if not loss.key] == ([noted] if noted else [])


@pytest.mark.parametrize(
    ("declared", "real", "noted"),
    [
        ("UTF-8", "utf-8", ""),
        ("ISO-8859-1", "latin-1", ""),
        ("koi8-r", "koi8-r", ""),
        ("ISO-8859-1", "utf-8", "the file says that it is ISO-8859-1, but is UTF-8, and was read as such"),
        ("UTF-8", "cp1252", f"the file says that it is UTF-8, but is not; {LOOK}"),
        ("punycode", "cp1252", f"the file says that it is punycode, but is not; {LOOK}"),
    ],
)  # fmt: skip
def test_xml_is_read_in_the_encoding_it_is_in(declared, real, noted):
    word = "ё" if real == "koi8-r" else "é"
    text = f'<?xml version="1.0" encoding="{declared}"?>' + quiz(SOUND.replace("t<", f"{word}<")).decode()
    text = text.replace("</name>", f"</name><questiontext><text>{word}</text></questiontext>")

    found = importing(text.encode(real), file="q.xml")

    assert questions(found)[0]["prompt"] == word
    assert [loss.message for loss in found.losses if not loss.key] == ([noted] if noted else [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_ends_of_lines_are_ends_of_lines(end):
    for raw in ("// c\n::a::b {\n~x\n=y\n}\n\nc {T}", "Q\nA) x\nB) y\nANSWER: B\nR\nA) x\nB) y\nANSWER: A"):
        found, same = importing(raw.replace("\n", end), file="a"), importing(raw, file="a")

        assert (found.text, found.losses, found.at_source) == (same.text, same.losses, same.at_source)


@pytest.mark.parametrize(
    ("raw", "file", "said"),
    [
        (b"", "a.gift", "there is no question in it."),
        (b"", "a.txt", "this is none of the formats"),
        (b"just words", "a.txt", "this is none of the formats"),
        (b"<html><body>x</body></html>", "a.xml", "this is XML or HTML, but no quiz of Moodle"),
        (b"<quiz></quiz>", "a.xml", "there is no question in it."),
        (b"<quiz><question type='category'/></quiz>", "a.xml", "there is no question in it."),
        (b"PK\x03\x04 no zip", "a.zip", "the zip is damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 20, "a.png", "this is none of the formats"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(raw, file, said):
    found = importing(raw, file=file)

    (problem,) = found.problems
    assert problem.message.startswith(said)
    assert found.at_source == found.problems
    assert (found.text, found.bank) == ("", None)
