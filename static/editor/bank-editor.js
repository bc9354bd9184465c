// @ts-check

/**
 * The text of a bank while it is written: saved and checked as one types, its problems marked at their places.
 *
 * It stands around a plain field, which does all of this but the marks until the code editor has come, and goes on
 * without it where that cannot come. The form sends the same text either way.
 */
class BankEditor extends HTMLElement {
  /** @type {Theirs | null} */ theirs = null;
  /** @type {Problem[]} */ problems = [];

  connectedCallback() {
    this.area = /** @type {HTMLTextAreaElement} */ (find(this, "textarea"));
    this.form = /** @type {HTMLFormElement} */ (this.closest("form"));
    const { check = "", save = "", revision = "1", conflict } = this.dataset;
    this.keeper = new DraftKeeper(new BankWire(this.form), this, { check, save, revision: Number(revision) });
    if (conflict !== undefined) this.keeper.wait(); // the page itself shows both texts
    /** @type {PlainField | CodeField} */ this.field = new PlainField(this.area, () => this.changed());
    this.prepend(this.part("conflict"));
    this.append(this.part("below"));
    const saved = find(document, "#saved");
    saved.replaceChildren(this.part("said"));
    this.said = new EditorSaid({ saved, age: find(this, "[data-part=age]"), conflict: find(this, "[data-part=conflict]"), count: find(this, "[data-count]") });
    this.say("kept");
    this.listen();
    this.begin();
    this.load();
  }

  disconnectedCallback() {
    this.here?.abort();
    this.keeper.next.stop();
  }

  /** A part of the page that only a script can use. @param {string} name */
  part(name) {
    const { content } = /** @type {HTMLTemplateElement} */ (find(this, "template"));
    return /** @type {HTMLElement} */ (find(content, `[data-part=${name}]`).cloneNode(true));
  }

  listen() {
    const { signal } = (this.here = new AbortController());
    for (const name of ["submit", "formdata"]) this.form.addEventListener(name, this, { signal });
    for (const name of ["online", "pagehide", "beforeunload", "beforeprint", "afterprint"]) addEventListener(name, this, { signal });
    for (const name of ["click", "change", "visibilitychange"]) document.addEventListener(name, this, { signal });
  }

  /** What was written and not saved when the page was left, or came back, stands here again. */
  begin() {
    const { marked } = this.keeper;
    const back = marked && marked.text !== this.area.value;
    const { conflict, unsaved, marks } = this.dataset;
    if (back) [this.area.value, this.keeper.revision] = [marked.text, marked.revision];
    if (back || conflict !== undefined || unsaved !== undefined) this.changed();
    if (back) this.say("brought");
    if (marks !== undefined && !this.keeper.unsaved) {
      this.mark(JSON.parse(marks));
      return this.said.checked(false);
    }
    this.keeper.now(); // and the problems come with the answer
  }

  /** The code editor, where the browser gets it. */
  async load() {
    const { code = "", schema = "", words = "" } = this.dataset;
    try {
      const cm = await import(code);
      const offers = new CodeOffers(cm);
      offers.load([schema, words]);
      this.become(cm, offers);
    } catch (problem) {
      console.warn(problem);
      find(this, "[data-plain]").hidden = false;
    }
  }

  /** @param {any} cm @param {CodeOffers} offers */
  become(cm, offers) {
    const { area, form } = this;
    const bar = this.part("bar");
    const room = this.part("room");
    const focused = document.activeElement === area;
    const label = find(form, `label[for="${area.id}"]`).textContent?.trim() ?? "";
    const help = find(this, "[data-help]");
    this.field.leave();
    area.before(bar, room);
    this.field = new CodeField(cm, { room, label, help: help.textContent ?? "", text: area.value, at: area.selectionStart, offers: offers.extensions, changed: () => this.changed(), save: () => form.requestSubmit() });
    area.hidden = true;
    help.hidden = false;
    const listing = document.querySelector("#listing");
    if (listing instanceof HTMLElement) listing.hidden = true;
    const wrap = /** @type {HTMLInputElement} */ (find(bar, "[data-do=wrap]"));
    wrap.checked = matchMedia("(width < 48rem)").matches;
    this.field.wrap(wrap.checked);
    this.field.mark(this.problems);
    if (this.theirs) this.ask(this.theirs);
    if (focused) this.field.focus();
    this.dataset.ready = "";
  }

  /** @param {Event} event */
  handleEvent(event) {
    const { type } = event;
    const at = event.target instanceof Element ? event.target : null;
    if (type === "click") this.clicked(/** @type {MouseEvent} */ (event), at);
    else if (type === "change" && at?.matches("[data-do=wrap]")) this.code?.wrap(/** @type {HTMLInputElement} */ (at).checked);
    else if (type === "submit") this.submit(event);
    else if (type === "formdata") this.fill(/** @type {FormDataEvent} */ (event).formData);
    else if (type === "beforeprint" || type === "afterprint") this.print(type === "beforeprint");
    else if (type === "online" || (type === "visibilitychange" && !document.hidden)) this.keeper.look();
    else if (["pagehide", "visibilitychange", "beforeunload"].includes(type)) this.flush(event);
  }

  /** The code editor, where it is there. @returns {CodeField | null} */
  get code() {
    return this.field instanceof CodeField ? this.field : null;
  }

  /** @param {MouseEvent} event @param {Element | null} at */
  clicked(event, at) {
    const link = at?.closest("#problems a[data-line]");
    const wish = at?.closest("[data-do]");
    if (link instanceof HTMLElement && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      const all = findAll(document, "#problems a[data-line]");
      this.field.jump(all.indexOf(link), { line: Number(link.dataset.line), column: Number(link.dataset.column) });
    } else if (at?.closest("label")?.getAttribute("for") === this.area.id) this.field.focus();
    else if (wish instanceof HTMLElement && this.contains(wish)) this.wish(wish);
  }

  /** @param {HTMLElement} button */
  wish(button) {
    const { theirs } = this;
    const on = button.getAttribute("aria-pressed") === "false";
    if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(on));
    if (button.dataset.do === "find") this.code?.find();
    else if (button.dataset.do === "fold") this.code?.fold(on);
    else if (button.dataset.do === "compare" && theirs) this.code?.compare(on ? theirs.text : null);
    else if (theirs && ["mine", "theirs"].includes(button.dataset.do ?? "")) this.choose(button.dataset.do === "mine", theirs);
  }

  /** @param {boolean} mine @param {Theirs} theirs */
  choose(mine, theirs) {
    this.theirs = null;
    this.said.conflict.hidden = true;
    this.code?.compare(null);
    if (!mine) this.field.replace(theirs.text);
    this.field.focus();
    this.keeper.choose(mine);
  }

  /** The page stays where it is, and so does who writes. @param {Event} event */
  submit(event) {
    event.preventDefault();
    if (this.theirs) this.said.conflict.focus();
    else if (this.keeper.theirs) this.keeper.choose(true);
    else this.keeper.now();
    document.querySelector(".clash")?.remove();
  }

  /** @param {FormData} fields */
  fill(fields) {
    fields.set("text", this.text());
    fields.set("revision", String(this.keeper.revision));
  }

  /** The field keeps the text for the browser, which brings it back with the page. @param {Event} event */
  flush(event) {
    if (this.code) this.area.value = this.text();
    if (!this.keeper.flush() && event.type === "beforeunload") event.preventDefault();
  }

  /** On paper stands the whole text, and not the lines that are in view. @param {boolean} on */
  print(on) {
    this.querySelector("pre")?.remove();
    if (on) this.append(Object.assign(document.createElement("pre"), { textContent: this.text() }));
  }

  changed() {
    this.keeper.changed();
    this.said.changed();
  }

  // what the keeper of the draft asks and tells

  text() {
    return this.field.text;
  }

  hold() {
    this.field.hold();
    this.said.asked();
    this.held = this.keeper.edits;
  }

  /** @param {string} state @param {{ at?: string, why?: string }} [about] */
  say(state, about) {
    this.said.say(state, about);
  }

  /** @param {Findings | null} findings */
  found(findings) {
    if (!findings) return this.said.unchecked("waits");
    this.said.list(findings.html);
    this.mark(findings.problems);
    this.said.checked(this.held !== this.keeper.edits);
  }

  missed() {
    this.said.unchecked("checked");
  }

  /** @param {Problem[]} problems of the text as it was held, or as it came with the page */
  mark(problems) {
    this.problems = problems;
    this.field.mark(problems);
  }

  /** @param {Theirs} theirs */
  ask(theirs) {
    this.theirs = theirs;
    this.said.ask(theirs, this.code !== null);
  }

  /** @param {Theirs} theirs */
  show({ text, at }) {
    this.field.replace(text);
    this.say("shown", { at });
  }
}
queueMicrotask(() => customElements.define("bank-editor", BankEditor)); // the classes it uses come after it by name
