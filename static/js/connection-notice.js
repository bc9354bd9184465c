// @ts-check

/**
 * Says in a plain sentence that something was not saved, and tries it again when asked.
 *
 * htmx is silent when a request fails; a learner must not be. What was entered stays on the page.
 */
class ConnectionNotice extends HTMLElement {
  /** @type {(() => void) | null} */ again = null;
  /** @type {HTMLElement | null} */ failed = null; // what would have been sent

  connectedCallback() {
    const kinds = { "htmx:sendError": "offline", "htmx:timeout": "slow", "htmx:responseError": "refused" };
    for (const [name, kind] of Object.entries(kinds)) {
      document.addEventListener(name, (event) => this.tell(kind, /** @type {CustomEvent} */ (event).detail));
    }
    document.addEventListener("htmx:beforeRequest", () => (this.hidden = true));
    document.addEventListener("draft:saved", ({ target }) => {
      if (!this.hidden && this.failed?.contains(/** @type {Node} */ (target))) this.show("kept");
    });
    this.querySelector("button")?.addEventListener("click", () => this.again?.());
  }

  /** @param {string} kind @param {{ elt: HTMLElement, requestConfig?: { triggeringEvent?: SubmitEvent } }} detail */
  tell(kind, { elt, requestConfig }) {
    this.failed = elt;
    this.again = () => {
      if (!elt.isConnected) location.reload();
      else if (elt instanceof HTMLFormElement) elt.requestSubmit(requestConfig?.triggeringEvent?.submitter);
      else elt.click();
    };
    this.show(kind);
  }

  /** @param {string} kind */
  show(kind) {
    for (const line of this.querySelectorAll("p")) line.hidden = line.dataset.for !== kind;
    this.dataset.kind = kind;
    this.hidden = false;
  }
}
customElements.define("connection-notice", ConnectionNotice);
