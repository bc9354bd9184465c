// @ts-check

/**
 * Saves the form around it as it changes, and says what became of it. Each state of the board has a number (`seq`) above
 * all that this page has seen. What does not arrive is told and tried again by itself; until it is acknowledged it is
 * marked in this browser, and sent first at the next load. It fetches, to outlive its page: docs/adr/0017.
 */
class DraftSaver extends HTMLElement {
  unsaved = false; // the board holds something that nobody has acknowledged
  leaving = false; // the form is on its way: there is nothing more to save
  sent = 0; // the highest number that is known to the server, or was sent there
  note = new DraftNote(this);
  next = new Soon(() => this.send());
  /** @type {AbortController | null} */ flight = null;

  connectedCallback() {
    this.form = new DraftForm(/** @type {HTMLFormElement} */ (this.closest("form")));
    this.address = this.dataset.address ?? "";
    this.sent = this.form.seq - 1;
    const { signal } = (this.here = new AbortController());
    const own = ["change", "click", "submit", "htmx:beforeOnLoad", "htmx:sendError", "htmx:timeout"];
    for (const name of own) this.form.form.addEventListener(name, this, { signal });
    for (const name of ["online", "pageshow", "pagehide", "beforeunload", "visibilitychange"]) addEventListener(name, this, { signal });
    if (this.form.fill(DraftMarks.get(this.address))) this.changed(this.form.seq, 0);
    DraftMarks.sendBeside(this.address, this.form.token);
  }

  disconnectedCallback() {
    this.here?.abort();
  }

  handleEvent(/** @type {Event} */ event) {
    const { type } = event;
    const wish = type === "click" && /** @type {Element} */ (event.target).closest("[data-do]")?.getAttribute("data-do");
    if (type === "change") this.changed(this.sent + 1, 500);
    else if (wish === "keep") this.changed(this.sent + 1, 0);
    else if (wish === "leave") this.settled();
    else if (type === "submit") this.leave();
    else if (type.startsWith("htmx:")) this.left(/** @type {CustomEvent} */ (event).detail.xhr.status);
    else if (type === "pagehide" || type === "beforeunload" || document.hidden) this.flush(event);
    else if (type === "online" || type === "visibilitychange" || "persisted" in event && event.persisted) this.look();
  }

  /** The board is in a new state: it is marked, and sent in a moment, in which more may change. */
  changed(/** @type {number} */ seq, /** @type {number} */ wait) {
    this.form.seq = Math.max(this.form.seq, seq);
    this.unsaved = true;
    DraftMarks.set(this.address, this.form.fields);
    this.next.in(wait);
  }

  async send() {
    if (!this.isConnected || this.leaving) return;
    this.next.stop();
    const { seq } = this.form;
    const flight = (this.flight = new AbortController());
    this.sent = Math.max(this.sent, seq);
    const timers = [setTimeout(() => this.note.tell("slow"), 2500), setTimeout(() => flight.abort(), 15_000)];
    const { became, seq: kept, told } = await askDraft(this.address, this.form.fields + this.form.token, flight.signal);
    timers.forEach(clearTimeout);
    if (this.flight !== flight || this.leaving || !this.isConnected) return; // a later one has the word
    this.flight = null;
    this.note.tell(became, told);
    if (became === "offline" || became === "busy") return this.next.again();
    this.next.fails = 0;
    this.sent = Math.max(this.sent, kept);
    if (became === "over" || (became === "saved" && seq === this.form.seq)) this.settled();
  }

  settled() {
    this.unsaved = false;
    DraftMarks.drop(this.address);
  }

  leave() {
    this.leaving = true;
    this.flight?.abort();
  }

  left(/** @type {number} */ status) {
    this.leaving = false;
    status >= 200 && status < 400 ? this.settled() : this.unsaved && this.next.in(0);
  }

  /** The page may be gone in a moment. Who would leave something behind that has not arrived is asked first. */
  flush(/** @type {Event} */ event) {
    if (!this.unsaved || this.leaving) return;
    if (!this.flight || this.form.seq > this.sent) this.send();
    if (event.type === "beforeunload" && !(navigator.onLine && this.note.calm)) event.preventDefault();
  }

  /** Who comes back to this page sends what waits, or sees what was changed elsewhere meanwhile. */
  async look() {
    if (this.unsaved) return this.next.in(0);
    const { became, seq } = await askDraft(this.address);
    if (!this.unsaved && !this.leaving && (became === "over" || seq > this.sent)) location.reload();
  }
}
customElements.define("draft-saver", DraftSaver);
