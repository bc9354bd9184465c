// @ts-check

/**
 * Carries one thing of a board to another by pointer, and tells where it was dropped. It moves nothing itself.
 *
 * A mouse takes hold anywhere on the thing; a finger only on its grip (`touch-action: none` in the style
 * sheet), so that a swipe over a row still scrolls. Escape, or a drop beside every target, changes nothing.
 */
class Drag {
  /** @type {HTMLElement | null} */ thing = null;
  /** @type {HTMLElement | null} */ over = null;
  from = { x: 0, y: 0 };
  at = { x: 0, y: 0 };

  /**
   * @param {HTMLElement} board
   * @param {{ thing: string, grip: string, target: string, drop: (thing: HTMLElement, target: HTMLElement) => void,
   *   lands?: (thing: HTMLElement, target: HTMLElement) => HTMLElement }} rules `lands` says where a drop here goes
   */
  constructor(board, rules) {
    this.board = board;
    this.rules = rules;
    board.addEventListener("pointerdown", (event) => this.take(event));
    board.addEventListener("pointermove", (event) => this.move(event));
    board.addEventListener("pointerup", (event) => this.drop(event));
    board.addEventListener("pointercancel", () => this.end(false));
    board.addEventListener("lostpointercapture", ({ target }) => {
      if (target === this.thing) this.end(false); // not when a finger's own capture of the grip gives way to ours
    });
  }

  take(/** @type {PointerEvent} */ event) {
    const { target, pointerType, button, isPrimary } = event;
    if (!(target instanceof Element) || button || !isPrimary) return;
    if (!target.closest(pointerType === "mouse" ? this.rules.thing : this.rules.grip)) return;
    if (target.closest(".keys, select")) return;
    this.thing = target.closest(this.rules.thing);
    this.from = { x: event.clientX + scrollX, y: event.clientY + scrollY };
  }

  /** @param {PointerEvent} event */
  move({ clientX, clientY, pointerId, buttons }) {
    if (!this.thing) return;
    if (!buttons) return this.end(false); // it was let go where the board could not hear it
    this.at = { x: clientX, y: clientY };
    const gone = Math.hypot(clientX + scrollX - this.from.x, clientY + scrollY - this.from.y);
    if (this.thing.hasAttribute("data-dragged") || gone < 6) return; // less is a click by an unsteady hand
    this.thing.setPointerCapture(pointerId);
    this.thing.setAttribute("data-dragged", "");
    document.addEventListener("keydown", this, true);
    this.follow();
  }

  /** Once a frame: the thing stays under the pointer, where it would go is marked, the page scrolls at its edges. */
  follow() {
    if (!this.thing?.hasAttribute("data-dragged")) return;
    const { x, y } = this.at;
    if (y < 56) scrollBy(0, -10);
    if (y > innerHeight - 56) scrollBy(0, 10);
    this.thing.style.translate = `${x + scrollX - this.from.x}px ${y + scrollY - this.from.y}px`;
    this.mark(aimedAt(this, this.thing));
    requestAnimationFrame(() => this.follow());
  }

  /** Aims once more: a quick hand lets go before the frame that would have shown it. @param {PointerEvent} event */
  drop({ clientX, clientY }) {
    this.at = { x: clientX, y: clientY };
    if (this.thing?.hasAttribute("data-dragged")) this.mark(aimedAt(this, this.thing));
    this.end(true);
  }

  /** @param {HTMLElement | null} target */
  mark(target) {
    if (target === this.over) return;
    this.over?.removeAttribute("data-over");
    target?.setAttribute("data-over", "");
    this.over = target;
  }

  handleEvent(/** @type {Event} */ event) {
    if (!(event instanceof KeyboardEvent) || event.key !== "Escape") return;
    event.preventDefault();
    this.end(false);
  }

  /** @param {boolean} dropped */
  end(dropped) {
    const { thing, over } = this;
    this.thing = null;
    this.mark(null);
    document.removeEventListener("keydown", this, true);
    if (!thing?.hasAttribute("data-dragged")) return;
    thing.removeAttribute("data-dragged");
    thing.style.translate = "";
    swallowClick(this.board); // that of letting go
    if (dropped && over) this.rules.drop(thing, over);
  }
}
