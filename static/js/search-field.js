// @ts-check

/**
 * A field to search with: "/" leads to it, the arrows walk through its suggestions, Escape puts them away.
 *
 * The suggestions are links, so that without this element they can be reached with Tab all the same.
 */
class SearchField extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => this.walk(event));
    document.addEventListener("keydown", this);
    // A suggestion that did not come has lost nothing: that is no case for the notice that something was not saved.
    for (const name of ["beforeRequest", "sendError", "timeout", "responseError"]) {
      this.addEventListener(`htmx:${name}`, (event) => event.stopPropagation());
    }
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
  }

  /** The key "/", where nobody is typing. @param {KeyboardEvent} event */
  handleEvent(event) {
    if (event.key !== "/" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = /** @type {HTMLElement} */ (event.target);
    const input = this.querySelector("input");
    if (at.isContentEditable || at.matches("input, textarea, select") || !input?.checkVisibility()) return;
    event.preventDefault();
    input.focus();
    input.select();
  }

  /** @param {KeyboardEvent} event */
  walk(event) {
    const links = [...this.querySelectorAll("a")];
    const input = this.querySelector("input");
    if (!links.length || !input) return;
    const at = links.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
    if (event.key === "ArrowDown") (links[at + 1] ?? links[at]).focus();
    else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] ?? input).focus();
    else if (event.key === "Escape") {
      this.querySelector(".suggested")?.replaceChildren();
      input.focus();
    } else return;
    event.preventDefault();
  }
}
customElements.define("search-field", SearchField);
