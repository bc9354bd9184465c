// @ts-check

/**
 * @typedef {(string | number)[]} Path what leads to a value: names of fields, numbers in lists
 * @typedef {{ path: Path, role: "key" | "value", text: string, line: number, from: number, to: number }} Token
 *   one word as it is written; a key's path ends with itself; lines and columns count from 0
 * @typedef {{ type: "map" | "list", indent: number, path: Path, at: string | number, key?: boolean }} Frame
 *   a mapping or list that is open, and where in it the reader stands; of one in braces: whether a key comes next
 */

/**
 * Reads as much of a bank as can be read while it is being written: half a line, a brace not yet closed, a key
 * without a colon. It knows the YAML that banks are written in, and guesses where that is not yet there; what is
 * right the server's check tells.
 */
class BankText {
  static KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#[\]{},:|>][^#:]*?)[ \t]*:(?=\s|$)/;
  static PLAIN_IN_BRACES = /^(?:[^,[\]{}:\s#]|:(?![\s,[\]{}]|$)|[ \t]+(?![#\s])(?=[^,[\]{}:]))+/;

  /** @type {Token[]} */ tokens = [];
  /** @type {Frame[]} */ frames; // of lines
  /** @type {Frame[]} */ braces = []; // open, of the value that is being read
  /** @type {{ quote: string, token: Token, then: "key" | "value" } | null} */ quoted = null;
  /** @type {number | null} */ block = null; // the indentation above which lines belong to a text after | or >
  line = 0;

  /** @param {Path} path where the text begins */
  constructor(path) {
    /** @type {Frame} */ this.root = { type: "map", indent: -1, path: path.slice(0, -1), at: path.at(-1) ?? "" };
    this.frames = path.length ? [this.root] : [];
  }

  /** @param {string[]} lines @param {Path} path @param {number} first the number of the first of them */
  static read(lines, path, first) {
    const text = new BankText(path);
    lines.forEach((line, n) => text.add(line, first + n));
    return text;
  }

  get top() {
    return this.frames.at(-1);
  }

  /** Where the next value belongs. @returns {Path} */
  get place() {
    const frame = this.braces.at(-1) ?? this.top;
    return frame ? [...frame.path, frame.at] : [];
  }

  /** @param {string} text @param {number} line */
  add(text, line) {
    this.line = line;
    const indent = text.search(/\S/);
    if (this.block !== null) {
      if (indent < 0 || indent > this.block) return;
      this.block = null;
    }
    if (this.braces.length && !this.quoted && indent >= 0 && indent <= (this.top?.indent ?? -1)) this.braces = []; // never closed
    if (this.quoted) return this.continueQuoted(text);
    if (this.braces.length) return this.readBraces(text, 0);
    if (indent < 0 || text[indent] === "#") return;
    this.readLine(text, this.enter(text, indent));
  }

  /** Leaves what a line so far to the left is no part of, and enters the lists that its dashes begin. @param {string} text @param {number} indent */
  enter(text, indent) {
    this.leave(indent, /^-(\s|$)/.test(text.slice(indent)));
    for (let dash; (dash = /^-(\s+|$)/.exec(text.slice(indent))); indent += dash[0].length) {
      const { top } = this;
      if (top?.type === "list" && top.indent === indent) top.at = Number(top.at) + 1;
      else this.frames.push({ type: "list", indent, path: this.place, at: 0 });
    }
    return indent;
  }

  /** @param {number} indent @param {boolean} dash */
  leave(indent, dash) {
    const over = (/** @type {Frame} */ frame) => frame.indent > indent || (frame.indent === indent && frame.type === "list" && !dash);
    while (this.top && this.top !== this.root && over(this.top)) this.frames.pop();
  }

  /** A key with what follows it, or a value alone. @param {string} text @param {number} at */
  readLine(text, at) {
    const key = BankText.KEY.exec(text.slice(at));
    if (!key) return this.readValue(text, at);
    const { top } = this;
    if (!top || top.type === "list" || top.indent < at) this.frames.push({ type: "map", indent: at, path: this.place, at: "" });
    /** @type {Frame} */ (this.top).at = BankText.plain(key[1]);
    this.note("key", key[1], at);
    this.readValue(text, at + key[0].length);
  }

  /** @param {string} text @param {number} at */
  readValue(text, at) {
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    const rest = text.slice(at);
    if (!rest || rest.startsWith("#")) return;
    if (/^[|>]/.test(rest)) this.block = this.top?.indent ?? -1;
    else if (/^[{[]/.test(rest)) this.readBraces(text, at);
    else if (/^["']/.test(rest)) this.readQuoted(text, at, "value");
    else this.note("value", rest.replace(/\s+(#.*)?$/, ""), at);
  }

  /** A value in braces or brackets, or as much of it as stands on this line. @param {string} text @param {number} at */
  readBraces(text, at) {
    while (at < text.length) {
      const rest = text.slice(at);
      const open = this.braces.at(-1);
      if (/^\s/.test(rest)) at += 1;
      else if (rest.startsWith("#") && (at === 0 || /\s/.test(text[at - 1]))) return;
      else if (/^[{[]/.test(rest)) {
        const map = rest[0] === "{";
        this.braces.push({ type: map ? "map" : "list", indent: at, path: this.place, at: map ? "" : 0, key: map });
        at += 1;
      } else if (/^[}\]]/.test(rest)) {
        this.braces.pop();
        if (!this.braces.length) return;
        at += 1;
      } else if (rest[0] === "," && open) {
        if (open.type === "map") [open.key, open.at] = [true, ""];
        else open.at = Number(open.at) + 1;
        at += 1;
      } else if (rest[0] === ":") at += 1;
      else {
        const then = open?.type === "map" && open.key ? "key" : "value";
        if (/^["']/.test(rest)) return this.readQuoted(text, at, then);
        at = this.took(text, at, BankText.PLAIN_IN_BRACES.exec(rest)?.[0] ?? rest[0], then);
      }
    }
  }

  /** One word within braces: it is noted, and a key waits for its value. @param {string} text @param {number} at @param {string} word @param {"key" | "value"} role */
  took(text, at, word, role) {
    const open = this.braces.at(-1);
    const to = at + word.length;
    if (role === "key" && open) {
      open.at = BankText.plain(word);
      open.key = !/^\s*:/.test(text.slice(to)); // without its colon it is not yet written
    }
    this.note(role, word, at);
    return to;
  }

  /** @param {string} text @param {number} at @param {"key" | "value"} then */
  readQuoted(text, at, then) {
    const end = BankText.endOfQuote(text, at + 1, text[at]);
    if (end >= 0) return this.resume(text, this.took(text, at, text.slice(at, end + 1), then));
    this.note(then, text.slice(at), at);
    this.quoted = { quote: text[at], token: this.tokens[this.tokens.length - 1], then };
  }

  /** @param {string} text */
  continueQuoted(text) {
    if (!this.quoted) return;
    const end = BankText.endOfQuote(text, 0, this.quoted.quote);
    if (end < 0) return;
    this.quoted = null;
    this.resume(text, end + 1);
  }

  /** @param {string} text @param {number} at */
  resume(text, at) {
    if (this.braces.length) this.readBraces(text, at);
  }

  /** @param {"key" | "value"} role @param {string} word @param {number} from */
  note(role, word, from) {
    this.tokens.push({ path: this.place, role, text: BankText.plain(word), line: this.line, from, to: from + word.length });
  }

  /** @param {string} word */
  static plain(word) {
    return /^["']/.test(word) ? word.replace(/^["']|["']$/g, "") : word;
  }

  /** @param {string} text @param {number} at @param {string} quote */
  static endOfQuote(text, at, quote) {
    for (; at < text.length; at += 1) {
      if (quote === '"' && text[at] === "\\") at += 1;
      else if (text[at] === quote && quote === "'" && text[at + 1] === "'") at += 1;
      else if (text[at] === quote) return at;
    }
    return -1;
  }
}
