"""The style sheet and the script that are served are those that were written."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyapp import assets

STATIC = Path(__file__).parents[2] / "static"
MAKE = "static/ has changed: run make assets and commit the joined file"


def test_the_committed_style_sheet_is_a_fresh_join() -> None:
    assert (STATIC / "app.css").read_text() == assets.joined_styles(STATIC / "css"), MAKE


@pytest.mark.parametrize(("joined", "folder"), [("app.js", "js"), ("editor.js", "editor")])
def test_the_committed_script_is_a_fresh_join(joined: str, folder: str) -> None:
    assert (STATIC / joined).read_text() == assets.joined_scripts(STATIC / folder), MAKE


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        file = folder / name.replace("__", "/").replace("_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def test_styles_are_joined_in_the_order_of_the_cascade_whatever_their_names(tmp_path: Path) -> None:
    write(
        tmp_path,
        utilities_css="u{a:b}",
        base_css="b{a:b}",
        tokens_css="t{a:b}",
        print_css="p{a:b}",
        components__z_css="z{a:b}",
        components__a_css="a{a:b}",
        reset_css="r{a:b}",
        layout_css="l{a:b}",
    )

    assert assets.joined_styles(tmp_path) == "t{a:b}r{a:b}b{a:b}l{a:b}a{a:b}z{a:b}u{a:b}p{a:b}\n"


def test_a_style_sheet_without_a_place_in_the_order_is_refused(tmp_path: Path) -> None:
    write(tmp_path, tokens_css="t{a:b}", extra_css="e{a:b}")

    with pytest.raises(assets.CannotJoin, match=r"extra\.css has no place"):
        assets.joined_styles(tmp_path)


def test_scripts_are_joined_by_name_and_what_was_written_stays(tmp_path: Path) -> None:
    write(
        tmp_path,
        b_js="// says b\nclass B { #kept = `two  spaces ${this.#kept ?? 1}`; }\n",
        a_js='const a = "it\'s  a"; /* gone */ const pattern = /a  b/g;',
    )

    assert assets.joined_scripts(tmp_path) == (
        'const a="it\'s  a";const pattern=/a  b/g;class B{#kept=`two  spaces ${this.#kept ?? 1}`;}\n'
    )


@pytest.mark.parametrize("source", ["const a = `x ${b ? `in  ner` : 1}`;", "const f = x => /two  spaces/;"])
def test_a_script_that_the_joiner_would_damage_is_refused(source: str, tmp_path: Path) -> None:
    write(tmp_path, a_js=source)

    with pytest.raises(assets.CannotJoin, match="another way"):
        assets.joined_scripts(tmp_path)


@pytest.mark.parametrize(
    "selector", [".a :is(b)", "& :hover", ".a\n  :not(b)", "[x] :focus-visible", ".a * :is(b)"]
)
def test_a_style_sheet_that_the_joiner_would_damage_is_refused(selector: str, tmp_path: Path) -> None:
    write(tmp_path, base_css=f"@layer base {{ .x {{ {selector} {{ color: red }} }} }}")

    with pytest.raises(assets.CannotJoin, match="another way"):
        assets.joined_styles(tmp_path)


def test_a_space_before_a_colon_in_a_comment_is_no_damage(tmp_path: Path) -> None:
    write(tmp_path, base_css="/* so : this */ @layer base { .a *:is(b), a:hover { color: red } }")

    assert assets.joined_styles(tmp_path) == "@layer base{.a *:is(b),a:hover{color:red}}\n"
