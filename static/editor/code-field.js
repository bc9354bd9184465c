// @ts-check

/** The code editor in the place of a plain field. It stands in a shadow, where its styles are sheets and no <style>: docs/adr/0026. */
class CodeField {
  static WORDS = {
    Accept: "Keep mine",
    Reject: "Take theirs",
    next: "Next",
    previous: "Previous",
    all: "Select all",
    "match case": "Match case",
    regexp: "Pattern",
    "by word": "Whole words",
    replace: "Replace",
    "replace all": "Replace all",
    Replace: "Replace with",
  };

  /** @type {any} */ held = null; // the text that an answer will be about
  /** @type {any} */ since = null; // what was changed in it since

  /**
   * @param {any} cm the bundle of CodeMirror
   * @param {{ room: HTMLElement, label: string, help: string, text: string, at: number, offers: any[], changed: () => void, save: () => void }} options
   */
  constructor(cm, { room, label, help, text, at, offers, changed, save }) {
    this.cm = cm;
    this.wrapping = new cm.Compartment();
    this.comparing = new cm.Compartment();
    const root = room.attachShadow({ mode: "open" });
    const state = cm.EditorState.create({ doc: text, selection: { anchor: Math.min(at, text.length) }, extensions: [this.keys(save), this.extensions(label, help), offers, CodeLook.of(cm), cm.EditorView.updateListener.of((/** @type {any} */ update) => this.updated(update, changed))] });
    this.view = new cm.EditorView({ state, parent: root, root });
  }

  /** @param {() => void} save */
  keys(save) {
    const { cm } = this;
    const own = { key: "Mod-s", preventDefault: true, run: () => (save(), true) };
    return cm.keymap.of([own, ...cm.closeBracketsKeymap, ...cm.defaultKeymap, ...cm.searchKeymap, ...cm.historyKeymap, ...cm.foldKeymap, ...cm.lintKeymap, cm.indentWithTab]);
  }

  /** @param {string} label @param {string} help */
  extensions(label, help) {
    const { cm } = this;
    return [
      cm.lineNumbers(), cm.lintGutter(), cm.foldGutter(), cm.codeFolding(),
      cm.highlightSpecialChars(), cm.history(), cm.drawSelection({ cursorBlinkRate: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 1200 }), cm.indentOnInput(), cm.indentUnit.of("  "),
      cm.bracketMatching(), cm.closeBrackets(), cm.highlightActiveLine(), cm.highlightActiveLineGutter(), cm.highlightSelectionMatches(),
      cm.yamlLanguage, cm.search({ top: true }), cm.EditorState.phrases.of(CodeField.WORDS),
      cm.EditorView.contentAttributes.of({ "aria-label": label, "aria-description": help, autocapitalize: "off", autocorrect: "off", spellcheck: "false", tabindex: "0" }),
      this.wrapping.of([]), this.comparing.of([]),
    ];
  }

  /** A line with what is further in below it, and so each question. @param {any} state @param {number} start */
  static folding(state, start) {
    const indent = (/** @type {string} */ text) => text.search(/\S/);
    const first = state.doc.lineAt(start);
    const own = indent(first.text);
    let last = first;
    for (let n = first.number + 1; n <= state.doc.lines; n += 1) {
      const line = state.doc.line(n);
      const here = indent(line.text);
      if (here >= 0 && here <= own) break;
      if (here >= 0) last = line;
    }
    return own >= 0 && last.number > first.number ? { from: first.to, to: last.to } : null;
  }

  /** @param {any} update @param {() => void} changed */
  updated(update, changed) {
    if (!update.docChanged) return;
    if (this.held) this.since = this.since ? this.since.compose(update.changes) : update.changes;
    changed();
  }

  get text() {
    return this.view.state.doc.toString();
  }

  /** Undo brings back what was there. @param {string} text */
  replace(text) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text }, selection: { anchor: 0 } });
  }

  focus() {
    this.view.focus();
  }

  hold() {
    this.held = this.view.state.doc;
    this.since = null;
  }

  /** Marks each problem at the place it has come to since. @param {Problem[]} problems */
  mark(problems) {
    const doc = this.held ?? this.view.state.doc;
    const moved = (/** @type {number} */ at, /** @type {number} */ side) => (this.since ? this.since.mapPos(at, side) : at);
    const marks = problems.map(({ severity, code, message, hint, ...place }, n) => {
      const { from, to } = CodeField.spot(doc, place);
      const start = moved(from, 1);
      return { from: start, to: Math.max(start, moved(to, -1)), severity: severity === "warning" ? "warning" : "error", source: code, message: hint ? `${message} ${hint}` : message, number: n };
    });
    this.view.dispatch(this.cm.setDiagnostics(this.view.state, marks));
  }

  /** The word that a problem is about: the check tells where it begins. @param {any} doc @param {{ line: number, column: number }} place @returns {Spot} */
  static spot(doc, { line: number, column }) {
    const line = doc.line(Math.min(Math.max(number, 1), doc.lines));
    const marked = number === 1 && line.text.startsWith("\ufeff") ? 1 : 0; // which the check does not count
    const at = PlainField.units(line.text, column - 1 + marked);
    const word = /^(?:"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?|[{[]|(?:[^,[\]{}:#]|:(?=\S)|(?<=\S)#)+)/.exec(line.text.slice(at))?.[0].trimEnd() ?? "";
    return { from: line.from + at, to: line.from + Math.min(line.length, at + Math.max(1, word.length)) };
  }

  /** Nothing to take back: the view goes with its room. */
  leave() {}

  /** @param {number} n which of the problems @param {{ line: number, column: number }} place where it was */
  jump(n, place) {
    let at = CodeField.spot(this.view.state.doc, place).from;
    this.cm.forEachDiagnostic(this.view.state, (/** @type {any} */ mark, /** @type {number} */ from) => {
      if (mark.number === n) at = from;
    });
    this.view.dispatch({ selection: { anchor: at }, effects: this.cm.EditorView.scrollIntoView(at, { y: "center" }) });
    this.focus();
  }

  /** @param {boolean} on */
  wrap(on) {
    this.view.dispatch({ effects: this.wrapping.reconfigure(on ? this.cm.EditorView.lineWrapping : []) });
  }

  find() {
    this.cm.openSearchPanel(this.view);
  }

  /** Folds every question to its first line, or unfolds all. @param {boolean} on */
  fold(on) {
    const { cm, view } = this;
    if (!on) return cm.unfoldAll(view);
    const effects = [];
    const { doc } = view.state;
    /** @type {RegExp | null} */ let dash = null;
    for (let n = 1, start = 0; n <= doc.lines; n += 1) {
      const { text, from } = doc.line(n);
      if (start && !dash) dash = new RegExp(`^${/^ */.exec(text)?.[0]}-\\s`);
      if (/^questions[ \t]*:/.test(text)) start = n;
      const range = dash?.test(text) && CodeField.folding(view.state, from);
      if (range) effects.push(cm.foldEffect.of(range));
    }
    view.dispatch({ effects });
  }

  /** Shows what is different from theirs, change by change; with null no more. @param {string | null} theirs */
  compare(theirs) {
    const shown = theirs === null ? [] : this.cm.unifiedMergeView({ original: theirs, highlightChanges: true, gutter: true, collapseUnchanged: { margin: 3 } });
    this.view.dispatch({ effects: this.comparing.reconfigure(shown) });
  }
}
