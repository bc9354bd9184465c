// @ts-check

/**
 * A menu for each prompt, and slips that can be tapped or dragged onto one.
 *
 * The menus hold the state and always work. A slip that is used is marked, and so is a response used twice
 * where it may be used once; choosing from a menu never changes another menu behind one's back.
 */
class MatchingBoard extends Board {
  /** @type {HTMLElement[]} */ slips = [];
  /** @type {HTMLElement[]} */ pairs = [];
  /** The slip that waits for its prompt. @type {HTMLElement | null} */ picked = null;

  /** @param {DocumentFragment} parts */
  build(parts) {
    const put = find(parts, ".put");
    this.slips = findAll(parts, ".slip");
    this.pairs = findAll(this, ".pair");
    for (const pair of this.pairs) {
      const own = /** @type {HTMLElement} */ (put.cloneNode(true));
      own.ariaLabel = `${own.textContent}: ${nameOf(pair)}`;
      find(pair, ".answer").append(own);
    }
    put.remove();
    this.addEventListener("change", ({ target }) => {
      this.read();
      const pair = /** @type {Element} */ (target).closest(".pair");
      if (pair && !find(pair, ".twice").hidden) this.say(`The response of ${nameOf(pair)} is used twice`);
    });
    this.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.pick(null);
    });
    this.addEventListener("click", (event) => this.tap(/** @type {Element} */ (event.target)));
    new Drag(this, { grip: ".never", thing: ".slip", target: ".pair", drop: (slip, pair) => this.put(slip, pair) });
  }

  /** @param {Element} at */
  tap(at) {
    const slip = at.closest(".slip");
    const pair = at.closest(".pair");
    if (slip instanceof HTMLElement) this.pick(slip === this.picked ? null : slip);
    else if (this.picked && pair instanceof HTMLElement && !at.closest("select")) this.put(this.picked, pair);
  }

  /** @param {HTMLElement | null} slip */
  pick(slip) {
    this.picked = slip;
    this.read();
    this.say(slip ? `${nameOf(slip)} picked. Choose where it belongs.` : "");
  }

  /** @param {HTMLElement} slip @param {HTMLElement} pair */
  put(slip, pair) {
    const value = slip.dataset.value ?? "";
    if (!this.hasAttribute("data-reuse")) {
      for (const other of this.pairs) if (menuOf(other).value === value) menuOf(other).value = "";
    }
    const menu = menuOf(pair);
    menu.value = value;
    this.picked = null;
    this.read();
    this.say(`${nameOf(slip)} put with ${nameOf(pair)}`);
    menu.focus({ preventScroll: true });
    menu.dispatchEvent(new Event("change", { bubbles: true }));
  }

  read() {
    const once = !this.hasAttribute("data-reuse");
    const values = this.pairs.map((pair) => menuOf(pair).value);
    const used = (/** @type {string | undefined} */ value) => values.filter((other) => value && other === value).length;
    this.toggleAttribute("data-picking", Boolean(this.picked));
    for (const slip of this.slips) {
      slip.ariaPressed = String(slip === this.picked);
      slip.toggleAttribute("data-used", once && used(slip.dataset.value) > 0);
    }
    for (const pair of this.pairs) {
      const menu = menuOf(pair);
      find(pair, ".put").hidden = !this.picked;
      find(pair, ".twice").hidden = !once || used(menu.value) < 2;
      for (const option of menu.options) {
        option.text = option.text.replace(/ \(used\)$/, "") + (once && !option.selected && used(option.value) ? " (used)" : "");
      }
    }
  }
}
customElements.define("matching-board", MatchingBoard);
