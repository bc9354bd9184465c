// @ts-check

/**
 * The field of a note: as tall as what is written, with a count of what there is room for.
 *
 * Leaving the page with something unsaved in it is asked about first. Without a script the field scrolls.
 */
class NoteField extends HTMLElement {
  saved = "";
  sending = false;

  connectedCallback() {
    this.saved = this.text.defaultValue;
    this.addEventListener("input", this);
    this.text.form?.addEventListener("submit", this);
    document.addEventListener("htmx:afterRequest", this);
    addEventListener("beforeunload", this);
    this.measure();
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:afterRequest", this);
    removeEventListener("beforeunload", this);
  }

  get text() {
    return /** @type {HTMLTextAreaElement} */ (this.querySelector("textarea"));
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (event.type === "input") this.measure();
    if (event.type === "submit") this.sending = true;
    if (event.type === "htmx:afterRequest") this.sending = false;
    if (event.type === "beforeunload" && !this.sending && this.text.value !== this.saved) event.preventDefault();
  }

  measure() {
    const { text } = this;
    if (!CSS.supports("field-sizing", "content")) this.grow();
    const most = Number(this.dataset.most);
    const length = [...text.value].length;
    const count = this.querySelector(".count");
    if (count) count.textContent = `${length.toLocaleString("en")} of ${most.toLocaleString("en")} characters.`;
    this.toggleAttribute("data-over", length > most);
  }

  /** By rows and not by a style: htmx would carry that over to the next field, which our policy forbids. */
  grow() {
    const { text } = this;
    for (text.rows = 4; text.scrollHeight > text.clientHeight && text.rows < 30; ) text.rows += 1;
  }
}
customElements.define("note-field", NoteField);
