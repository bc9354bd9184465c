// @ts-check

/** What is said around the editor: whether it is saved, as of when it was checked, and what is to be put right. */
class EditorSaid {
  /** @type {string | undefined} */ asOf = undefined; // the moment of what is listed
  saying = "";
  /** @type {Map<string, string>} */ listed = new Map();

  /** @param {{ saved: HTMLElement, age: HTMLElement, conflict: HTMLElement, count: HTMLElement }} places */
  constructor({ saved, age, conflict, count }) {
    this.saved = saved;
    this.age = age;
    this.conflict = conflict;
    this.count = count;
    this.slow = new Soon(() => this.tell(this.age, "checking"));
  }

  /** @param {string} state @param {{ at?: string, why?: string }} [about] */
  say(state, about) {
    if (state === this.saying && !about) return;
    this.saying = state;
    this.tell(this.saved, state, about);
  }

  /** The text was changed: what is listed may no longer be so. */
  changed() {
    find(this.age, "[data-since]").hidden = false;
  }

  /** The server was asked what is to be put right; it is said where that takes a while. */
  asked() {
    this.slow.in(300);
  }

  /** It answered, now, or with the page. @param {boolean} since whether more was changed meanwhile */
  checked(since) {
    this.asOf = new Date().toISOString();
    this.unchecked("checked");
    find(this.age, "[data-since]").hidden = !since;
  }

  /** No answer came: what is listed is as old as it was. @param {"checked" | "waits"} state */
  unchecked(state) {
    this.slow.stop();
    this.tell(this.age, this.asOf ? state : "first", { at: this.asOf });
  }

  /** What the server lists, in its places. Who stands at an entry stands at the one that has come there. @param {string} html */
  list(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    for (const part of findAll(fresh, "[data-into]")) {
      const name = part.dataset.into ?? "";
      const place = find(document, `#${name}`);
      place.hidden = false;
      if (this.listed.get(name) === part.innerHTML) continue;
      this.listed.set(name, part.innerHTML);
      const at = findAll(place, "a").indexOf(/** @type {HTMLElement} */ (document.activeElement));
      place.replaceChildren(...part.childNodes);
      const title = place.querySelector("h2")?.textContent;
      if (title && title !== this.count.textContent) this.count.textContent = title; // told to who cannot see it
      if (at >= 0) (findAll(place, "a")[at] ?? findAll(place, "a").at(-1))?.focus();
    }
  }

  /** The choice between two texts. @param {Theirs} theirs @param {boolean} comparable whether the difference can be shown */
  ask({ by, at }, comparable) {
    find(this.conflict, "[data-by]").textContent = by;
    EditorSaid.time(find(this.conflict, "[data-at]"), at);
    find(this.conflict, "[data-do=compare]").hidden = !comparable;
    this.conflict.hidden = false;
    this.say("conflict");
    this.unchecked("checked");
  }

  /** @param {HTMLElement} place @param {string} state @param {{ at?: string, why?: string }} [about] */
  tell(place, state, { at, why } = {}) {
    for (const line of findAll(place, "[data-for]")) line.hidden = line.dataset.for !== state;
    if (at) for (const time of findAll(place, "[data-at]")) EditorSaid.time(time, at);
    if (why) for (const said of findAll(place, "[data-why]")) said.textContent = why;
  }

  /** @param {HTMLElement} element @param {string} at */
  static time(element, at) {
    element.setAttribute("datetime", at);
    element.textContent = `${new Date(at).toISOString().slice(11, 19)} UTC`;
  }
}
