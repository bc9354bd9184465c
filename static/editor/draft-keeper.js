// @ts-check

/**
 * @typedef {object} Host the element that is told what becomes of a text
 * @property {() => string} text what is written now
 * @property {() => void} hold the server is asked, and the answer will be about the text as it is now
 * @property {() => void} missed no answer came that says what is to be put right
 * @property {(state: string, about?: { at?: string, why?: string }) => void} say
 * @property {(findings: Findings | null) => void} found null: the check could not look at it
 * @property {(theirs: Theirs) => void} ask the text was written meanwhile: what shall stand?
 * @property {(theirs: Theirs) => void} show the text was written meanwhile, and nothing was changed here
 */

/**
 * Keeps the text of a draft on the server while it is written. A save brings back what the check says of it.
 *
 * One request is on its way at a time, and the next waits the longer the longer the last one took. A save names the
 * revision that was changed; where another is there, nothing more is saved until the author has chosen, and only
 * checked. What nobody has acknowledged is also marked in this tab, so that a reload brings it back.
 */
class DraftKeeper {
  static LEAST = 600; // milliseconds of rest before it is sent
  static MOST = 4000; // and as long at most while somebody writes on and on
  static LONG = 1500; // milliseconds: what takes longer is not asked only to look
  static SHORT = 100_000; // characters: what is longer is marked only where a save failed or the page goes, for it takes a moment
  edits = 0; // of the text, since the page was loaded
  saved = 0; // of them the server has
  revision = 0;
  took = 0; // milliseconds, the last request
  since = 0; // when the first edit was made that has not been sent
  busy = false;
  lost = false; // the last request failed
  shown = false; // what stands here came from the server a moment ago: it is only to be checked
  /** @type {{ revision: number } | null} */ theirs = null; // was written meanwhile: nothing is saved until it is chosen

  /** @param {BankWire} wire @param {Host} host @param {{ check: string, save: string, revision: number }} options */
  constructor(wire, host, { check, save, revision }) {
    this.wire = wire;
    this.host = host;
    this.addresses = { check, save };
    this.revision = revision;
    this.next = new Soon(() => this.send());
    this.marks = `draft:${save}`;
  }

  /** The text here is not that of the revision it came with: only the author saves it over that. */
  wait() {
    this.theirs = { revision: this.revision };
    this.revision -= 1;
  }

  get unsaved() {
    return this.edits !== this.saved;
  }

  changed() {
    this.edits += 1;
    this.lost = false;
    this.rest();
    this.host.say(this.theirs ? "conflict" : "edited");
  }

  /** Waits until nothing more is written, but not for ever. */
  rest() {
    const now = performance.now();
    if (!this.next.waits) this.since = now;
    const left = Math.max(0, this.since + DraftKeeper.MOST - now);
    this.next.stop();
    this.next.in(Math.min(Math.max(DraftKeeper.LEAST, this.took), DraftKeeper.MOST, left));
  }

  /** At once, where something waits or the author asks for it. */
  now() {
    this.next.stop();
    return this.send();
  }

  async send() {
    if (this.busy) return;
    this.next.stop();
    this.busy = true;
    const { edits, theirs, shown } = this;
    const text = this.host.text();
    this.host.hold();
    if (this.unsaved && text.length < DraftKeeper.SHORT) this.mark(text);
    const slow = setTimeout(() => this.host.say(theirs ? "conflict" : "saving"), 1000);
    const answer = theirs || shown ? await this.wire.ask(this.addresses.check, { text }) : await this.wire.ask(this.addresses.save, { text, revision: this.revision });
    clearTimeout(slow);
    this.busy = this.shown = false;
    this.took = answer.took;
    this.heard(answer, edits, text);
    if (this.edits !== edits && !this.shown) this.rest();
  }

  /** What an answer means. @param {Answer} answer @param {number} edits that it is about @param {string} text */
  heard({ status, data, wait }, edits, text) {
    this.lost = ![200, 409].includes(status);
    if (this.lost) this.host.missed();
    if (status !== 200 && this.unsaved) this.mark(text);
    if (status === 200) {
      this.next.fails = 0;
      if (data.revision) this.keep(data, edits);
      this.host.found(data.checked ? data : null);
      if (!data.checked) this.next.in(2000);
    } else if (status === 409) this.meanwhile(data, text);
    else if (status === 422 || status === 400 || status === 413) this.host.say("refused", { why: data.message ?? "the text is too long to be sent." });
    else if (status === 403 || status === 404) this.host.say("shut");
    else {
      this.host.say(status ? "busy" : "offline", { why: data.message });
      wait ? this.next.in(wait) : this.next.again();
    }
  }

  /** @param {{ revision: number, saved_at: string }} data @param {number} edits */
  keep({ revision, saved_at }, edits) {
    this.revision = revision;
    this.saved = edits;
    if (!this.unsaved) this.unmark();
    this.host.say(this.unsaved ? "edited" : "saved", { at: saved_at });
  }

  /** @param {Theirs} theirs @param {string} text that was sent */
  meanwhile(theirs, text) {
    if (this.unsaved || this.host.text() !== text) {
      this.theirs = theirs;
      this.host.ask(theirs);
      return;
    }
    this.host.show(theirs);
    [this.revision, this.saved, this.shown] = [theirs.revision, this.edits, true];
    this.next.stop();
    this.next.in(0);
  }

  /** The author has chosen what shall stand, which is what is written now. @param {boolean} mine */
  choose(mine) {
    if (!this.theirs) return;
    this.revision = this.theirs.revision;
    this.theirs = null;
    if (mine) this.edits += 1;
    else this.saved = this.edits;
    if (!mine) this.unmark();
    this.now();
  }

  /** The page is looked at again: what waits is sent, what was written elsewhere is shown. */
  async look() {
    if (this.busy || this.theirs || (!this.unsaved && !this.lost && this.took > DraftKeeper.LONG)) return;
    if (this.lost && !(await this.wire.renew())) return;
    this.now();
  }

  /** The page may be gone in a moment. Whether what is unsaved is on its way, and gets there without it. */
  flush() {
    if (!this.unsaved) return true;
    this.mark(this.host.text());
    const goes = !this.busy && !this.lost && !this.theirs && navigator.onLine && BankWire.outlives(this.host.text());
    if (!this.busy) this.now();
    return goes;
  }

  /** What a reload finds here. @returns {{ text: string, revision: number } | null} */
  get marked() {
    try {
      return JSON.parse(sessionStorage.getItem(this.marks) ?? "null");
    } catch {
      return null;
    }
  }

  /** @param {string} text */
  mark(text) {
    try {
      sessionStorage.setItem(this.marks, JSON.stringify({ text, revision: this.revision }));
    } catch {
      // forbidden or full: the page itself still holds it
    }
  }

  unmark() {
    try {
      sessionStorage.removeItem(this.marks);
    } catch {
      // forbidden: nothing was kept
    }
  }
}
