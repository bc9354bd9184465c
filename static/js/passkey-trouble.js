// @ts-check

/** Says in a sentence that a passkey was not used. What went wrong inside is for the browser's own window to tell. */
class PasskeyTrouble extends HTMLElement {
  connectedCallback() {
    document.addEventListener("allauth.error", this);
  }

  disconnectedCallback() {
    document.removeEventListener("allauth.error", this);
  }

  /** @param {Event} event */
  handleEvent(event) {
    event.preventDefault();
    this.hidden = false;
  }
}
customElements.define("passkey-trouble", PasskeyTrouble);
