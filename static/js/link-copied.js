// @ts-check

/**
 * Copies the address of a heading whose link is followed, and says so.
 *
 * The link works as any link does: this only saves the way to the address bar. Browsers give the clipboard to
 * pages over TLS and on this machine alone; elsewhere nothing is copied, and nothing is said.
 */
class LinkCopied extends HTMLElement {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ timer;

  connectedCallback() {
    document.addEventListener("click", this);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this);
  }

  /** @param {MouseEvent} event */
  async handleEvent(event) {
    const link = event.target instanceof Element ? event.target.closest("a.anchor") : null;
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!(link instanceof HTMLAnchorElement) || !plain || !navigator.clipboard) return;
    try {
      await navigator.clipboard.writeText(link.href);
      this.say("Link copied");
    } catch {
      this.say("The link could not be copied. It is in the address bar.");
    }
  }

  /** Emptied first, so that the same words are spoken again. @param {string} message */
  say(message) {
    clearTimeout(this.timer);
    this.textContent = "";
    this.timer = setTimeout(() => {
      this.textContent = message;
      this.timer = setTimeout(() => (this.textContent = ""), 4000);
    }, 50);
  }
}
customElements.define("link-copied", LinkCopied);
