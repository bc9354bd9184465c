// @ts-check

/**
 * @typedef {object} Place what stands at the cursor, or could
 * @property {Path} path of the mapping for a key, of the value itself otherwise
 * @property {"key" | "value" | "start"} part "start" where either may begin: on a fresh line, after a dash
 * @property {string} typed what is there of it already
 * @property {number} from the column where that begins
 * @property {boolean} braces whether it stands in braces or brackets
 */

/** The part of a bank around one line: the question it belongs to, or the head of the bank. */
class BankPart {
  static MOST_OF_HEAD = 1000; // lines in which "questions:" is looked for

  /** @param {{ count: number, at: (line: number) => string }} source lines by number, from 0 @param {number} line */
  constructor(source, line) {
    this.source = source;
    this.line = line;
    const head = (this.head = this.seek(0, Math.min(source.count, BankPart.MOST_OF_HEAD), /^questions[ \t]*:/));
    const first = head < 0 ? -1 : this.seek(head + 1, source.count, /^[ \t]*[^\s#]/);
    const dashes = first < 0 ? null : /^ *(?=-(\s|$))/.exec(source.at(first));
    this.begins = dashes ? new RegExp(`^(${dashes[0]}-(\\s|$)|[^\\s#-])`) : /^[^\s#]/;
    this.first = line > head && head >= 0 ? this.seekUp(line, head) : 0;
    /** @type {Path} */ this.path = /^ *-/.test(source.at(this.first)) ? ["questions"] : [];
    const next = this.seek(this.first + 1, source.count, this.begins);
    this.last = line > head && head >= 0 ? (next < 0 ? source.count : Math.max(next, line + 1)) : Math.max(head + 1, line + 1);
  }

  /** @param {number} from @param {number} to @param {RegExp} pattern */
  seek(from, to, pattern) {
    for (let n = from; n < to; n += 1) if (pattern.test(this.source.at(n))) return n;
    return -1;
  }

  /** @param {number} from @param {number} to */
  seekUp(from, to) {
    for (let n = from; n > to; n -= 1) if (this.begins.test(this.source.at(n))) return n;
    return to;
  }

  /** @param {number} from @param {number} to @returns {string[]} */
  lines(from, to) {
    return Array.from({ length: to - from }, (_, n) => this.source.at(from + n));
  }

  /** Every word of it; of what stands below the questions, the head's too. */
  get tokens() {
    const head = this.path.length || !this.first ? [] : BankText.read(this.lines(0, this.head + 1), [], 0).tokens;
    return [...head, ...BankText.read(this.lines(this.first, this.last), this.path, this.first).tokens];
  }

  /** What stands at a column of the line, or could; null in the middle of a text. @param {number} column @returns {Place | null} */
  place(column) {
    const text = BankText.read(this.lines(this.first, this.line), this.path, this.first);
    const cut = this.source.at(this.line).slice(0, column);
    const blank = !cut.trim();
    if (text.block !== null && (!blank || column > text.block)) return null;
    text.block = blank ? null : text.block;
    text.add(cut, this.line);
    const last = text.tokens.at(-1);
    const touched = last?.line === this.line && last.to === column ? last : null;
    if (text.block !== null || (text.quoted && !touched)) return null;
    const typed = touched?.text ?? "";
    const from = touched ? touched.to - typed.length : column;
    if (text.braces.length) return BankPart.inBraces(text, last?.line === this.line && !touched ? last : null, { typed, from, cut });
    if (blank) text.leave(column, false);
    const own = text.tokens.filter((token) => token.line === this.line);
    const { top } = text;
    if (own.some((token) => token.role === "key")) {
      const over = cut.endsWith(":") || own.some((token) => token.role === "value" && token !== touched);
      return over ? null : { path: text.place, part: "value", typed, from, braces: false };
    }
    if (own.length && !touched) return null;
    const beside = top?.type === "map" && top.indent === (touched?.from ?? column);
    return { path: beside ? top.path : text.place, part: beside ? "key" : "start", typed, from, braces: false };
  }

  /** @param {BankText} text @param {Token | null} before @param {{ typed: string, from: number, cut: string }} at @returns {Place | null} */
  static inBraces(text, before, { typed, from, cut }) {
    const open = text.braces[text.braces.length - 1];
    if (before && !/[,:{[]\s*$/.test(cut)) return null; // a word is there, and no comma after it
    if (cut.endsWith(":")) return null;
    if (open.type === "map" && open.key) return { path: open.path, part: "key", typed, from, braces: true };
    return { path: text.place, part: "value", typed, from, braces: true };
  }
}
