// @ts-check
/* What the boards share. The menus of the plain form hold a board's state; a script only shows it otherwise. */

class Board extends HTMLElement {
  ready = false;
  /** @type {HTMLElement | null} */ status = null;

  /** Lays out what only a script can use. @param {DocumentFragment} parts what the `<template>` holds */
  build(parts) {}

  /** Shows what the menus say. */
  read() {}

  connectedCallback() {
    if (!this.ready) {
      const template = /** @type {HTMLTemplateElement} */ (find(this, "template"));
      const parts = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
      this.status = find(parts, "[role=status]");
      this.build(parts);
      find(this, "[role=group]").append(parts);
      this.setAttribute("data-ready", "");
      this.ready = true;
    }
    this.read();
    addEventListener("pageshow", this);
  }

  disconnectedCallback() {
    removeEventListener("pageshow", this);
  }

  /** A page that comes back from the browser's history brings its menus, not what was made of them. */
  handleEvent() {
    this.read();
  }

  /** Tells it to who cannot see it. @param {string} message */
  say(message) {
    if (this.status) this.status.textContent = message;
  }
}

/** @param {ParentNode} within @param {string} selector @returns {HTMLElement} */
function find(within, selector) {
  const found = within.querySelector(selector);
  if (found instanceof HTMLElement) return found;
  throw new Error(`The board has no ${selector}.`);
}

/** @param {ParentNode} within @param {string} selector @returns {HTMLElement[]} */
function findAll(within, selector) {
  return [...within.querySelectorAll(selector)].filter((found) => found instanceof HTMLElement);
}

/** The next row that is shown, going round once; none where this is the last. @param {Element} row */
function nextOf(row) {
  const rows = [...(row.parentElement?.children ?? [])];
  const at = rows.indexOf(row);
  return [...rows.slice(at + 1), ...rows.slice(0, at)].find((other) => !other.hasAttribute("hidden"));
}

/** The words on a row, to name it by. @param {Element} row */
function nameOf(row) {
  return (find(row, ".text").textContent ?? "").replace(/\s+/g, " ").trim();
}

/** The menu of a row: what the form sends. @param {Element} row */
function menuOf(row) {
  return /** @type {HTMLSelectElement} */ (find(row, "select"));
}

/**
 * Where a piece that is dropped on a place comes to stand: at the first free one at the furthest, since no place
 * before it stays empty. What is no place, the pool, stays what it is.
 * @param {HTMLElement} target @param {HTMLElement[]} places @param {HTMLElement[]} order @param {HTMLElement} piece
 */
function landing(target, places, order, piece) {
  const others = order.filter((other) => other !== piece).length;
  return places[Math.min(places.indexOf(target), others)] ?? target;
}

/** Where a drop of this thing would go now. @param {Drag} drag @param {HTMLElement} thing */
function aimedAt({ at, board, rules }, thing) {
  const under = document.elementFromPoint(at.x, at.y)?.closest(rules.target);
  const target = under instanceof HTMLElement && board.contains(under) ? under : null;
  return target && (rules.lands?.(thing, target) ?? target);
}

/** The click that is about to come, of this very moment, is nobody's. @param {HTMLElement} board */
function swallowClick(board) {
  const swallow = (/** @type {Event} */ click) => click.stopPropagation();
  board.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => board.removeEventListener("click", swallow, true));
}
