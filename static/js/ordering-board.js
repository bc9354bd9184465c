// @ts-check

/**
 * Numbered places, and pieces that go into them: by buttons, by Alt with an arrow key, by pointer. The menus
 * of the plain form hold the state: they are read when the board appears or comes back from the browser's
 * history, and written with every move. Places fill from the first on, without a gap.
 */
class OrderingBoard extends Board {
  /** @type {HTMLElement[]} */ pieces = [];
  /** @type {HTMLElement[]} */ places = [];
  /** The pieces that are placed, first to last. @type {HTMLElement[]} */ order = [];
  /** Where each piece is while it is not placed, and its menu always: a browser that restores a form when one
   *  comes back knows it by the order of its fields. @type {Map<HTMLElement, HTMLElement>} */ homes = new Map();

  /** @param {DocumentFragment} parts */
  build(parts) {
    const keys = find(parts, ".keys");
    [this.places, this.pieces] = [findAll(parts, ".place"), findAll(this, ".piece")];
    for (const piece of this.pieces) {
      const home = /** @type {HTMLElement} */ (piece.parentElement);
      home.append(menuOf(piece));
      this.homes.set(piece, home);
      const own = /** @type {HTMLElement} */ (keys.cloneNode(true));
      for (const key of own.children) key.ariaLabel = `${key.ariaLabel}: ${nameOf(piece)}`;
      piece.append(own);
    }
    keys.remove();
    find(this, ".board-name").before(...parts.querySelectorAll(".board-name, .places"));
    this.addEventListener("click", (event) => {
      const key = /** @type {Element} */ (event.target).closest(".keys button");
      if (key instanceof HTMLElement) this.press(key.closest(".piece"), key.dataset.key);
    });
    this.addEventListener("keydown", (event) => {
      const way = event.altKey && { ArrowUp: "up", ArrowDown: "down" }[event.key];
      const piece = way && /** @type {Element} */ (event.target).closest(".piece");
      if (!piece) return;
      event.preventDefault();
      this.press(piece, way);
    });
    new Drag(this, {
      ...{ grip: ".grip", thing: ".piece", target: ".place, .pool" },
      lands: (piece, target) => landing(target, this.places, this.order, piece),
      drop: (piece, target) => this.put(piece, this.places.indexOf(target)),
    });
  }

  read() {
    const placed = this.pieces.filter((piece) => this.menu(piece).value);
    placed.sort((a, b) => Number(this.menu(a).value) - Number(this.menu(b).value));
    this.order = placed.slice(0, this.places.length);
    this.show();
  }

  menu(/** @type {HTMLElement} */ piece) {
    return menuOf(/** @type {HTMLElement} */ (this.homes.get(piece)));
  }

  press(/** @type {Element | null} */ piece, /** @type {string | undefined} */ key) {
    if (!(piece instanceof HTMLElement)) return;
    const [at, last] = [this.order.indexOf(piece), this.order.length - 1];
    if (key === "remove") this.put(piece, -1);
    else if (at >= 0) this.put(piece, key === "up" ? Math.max(at - 1, 0) : Math.min(at + 1, last));
    else if (last + 1 < this.places.length) this.put(piece, last + 1, key === "add");
    else this.say(`All ${this.places.length} places are taken. Remove one first.`);
  }

  /** Puts a piece at a place (-1: into the pool); what stood there gives way on a full board. Or goes `onward`. */
  put(/** @type {HTMLElement} */ piece, /** @type {number} */ at, onward = false) {
    const [was, held] = [this.order.indexOf(piece), document.activeElement];
    if (at < 0 && was < 0) return;
    const rest = this.order.filter((other) => other !== piece);
    if (at >= 0) rest.splice(at, rest.length === this.places.length ? 1 : 0, piece);
    this.order = rest;
    this.show();
    if (held instanceof HTMLElement && piece.contains(held)) {
      const next = onward && nextOf(/** @type {HTMLElement} */ (this.homes.get(piece)));
      (held.offsetParent ? held : find(next || piece, at < 0 || next ? "[data-key=add]" : "[data-key=up]")).focus();
    }
    const place = this.order.indexOf(piece) + 1;
    const done = !place ? "removed" : (was < 0 ? "added at" : "moved to") + ` position ${place} of ${this.places.length}`;
    this.say(`${nameOf(piece)} ${done}`);
    this.menu(piece).dispatchEvent(new Event("change", { bubbles: true }));
  }

  show() {
    for (const piece of this.pieces) {
      const at = this.order.indexOf(piece);
      const home = /** @type {HTMLElement} */ (this.homes.get(piece));
      const stand = this.places[at] ?? home;
      if (piece.parentElement !== stand) stand.append(piece);
      home.hidden = at >= 0;
      this.menu(piece).value = at < 0 ? "" : String(at + 1);
      find(piece, "[data-key=add]").ariaDisabled = String(this.order.length === this.places.length);
      find(piece, "[data-key=up]").ariaDisabled = String(at === 0);
      find(piece, "[data-key=down]").ariaDisabled = String(at === this.order.length - 1);
    }
  }
}
customElements.define("ordering-board", OrderingBoard);
