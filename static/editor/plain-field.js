// @ts-check

/**
 * @typedef {{ line: number, column: number, code: string, message: string, hint: string, severity: "problem" | "warning" }} Problem
 *   as the check tells it: lines and columns count code points, from 1
 * @typedef {{ from: number, to: number }} Spot where it is in the text, in the units of a string
 */

/** The plain field of the form, as it is there without the code editor: before that has come, or where it cannot. */
class PlainField {
  /** @param {HTMLTextAreaElement} area @param {() => void} changed */
  constructor(area, changed) {
    this.area = area;
    area.addEventListener("input", changed);
    this.leave = () => area.removeEventListener("input", changed);
  }

  get text() {
    return this.area.value;
  }

  /** @param {string} text */
  replace(text) {
    this.area.value = text;
  }

  focus() {
    this.area.focus();
  }

  /** The text as it is now is what an answer will be about. */
  hold() {}

  /** A plain field has no marks. @param {Problem[]} problems */
  mark(problems) {}

  /** @param {number} n which of the problems @param {{ line: number, column: number }} place where it was */
  jump(n, { line, column }) {
    const before = this.text.split("\n", line - 1).join("\n").length + (line > 1 ? 1 : 0);
    const at = before + PlainField.units(this.text.slice(before), column - 1);
    this.focus();
    this.area.setSelectionRange(at, at);
  }

  /** How long so many code points are in a string, of its first line at most. @param {string} line @param {number} points */
  static units(line, points) {
    let at = 0;
    for (; points > 0 && at < line.length && line[at] !== "\n"; points -= 1) at += /** @type {number} */ (line.codePointAt(at)) > 0xffff ? 2 : 1;
    return at;
  }
}
