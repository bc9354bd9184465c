// @ts-check

/**
 * The field of a note: as tall as what is written, with a count of what there is room for.
 *
 * Whatever would lose what is not saved is asked about first: leaving the page, and what would put something else
 * in the field's place, as Cancel, Delete and a filter of the notebook do. What was sent and refused is not saved
 * (`data-unsaved`), nor is what is on its way. Without a script the field scrolls.
 */
class NoteField extends HTMLElement {
  /** @type {string | null} */ saved = null;
  leaving = false; // the whole page is sent, and comes back with what became of it

  connectedCallback() {
    this.saved = this.hasAttribute("data-unsaved") ? null : this.text.defaultValue;
    this.addEventListener("input", this);
    document.addEventListener("submit", this); // after htmx, which listens at the form
    document.addEventListener("htmx:confirm", this);
    addEventListener("beforeunload", this);
    this.measure();
  }

  disconnectedCallback() {
    document.removeEventListener("submit", this);
    document.removeEventListener("htmx:confirm", this);
    removeEventListener("beforeunload", this);
  }

  get text() {
    return /** @type {HTMLTextAreaElement} */ (this.querySelector("textarea"));
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (event.type === "input") this.measure();
    if (event.type === "input") this.leaving = false;
    if (event.type === "submit" && event.target === this.text.form) this.leaving = !event.defaultPrevented;
    if (event.type === "htmx:confirm") this.ask(/** @type {CustomEvent} */ (event));
    if (event.type === "beforeunload" && !this.leaving && this.unsaved) event.preventDefault();
  }

  get unsaved() {
    return this.text.value !== this.saved;
  }

  /** @param {CustomEvent} event before a request whose answer may take the field's place */
  ask(event) {
    const { elt, target, triggeringEvent } = event.detail;
    const saves = elt === this.text.form && triggeringEvent?.submitter?.value !== "delete";
    if (saves || !this.unsaved || !target?.contains(this)) return;
    if (confirm("What you wrote is not saved. Go on without it?")) return;
    event.preventDefault();
    const here = new URLSearchParams(location.search); // a filter shows again what its list is
    for (const field of elt.querySelectorAll("select")) field.value = here.get(field.name) ?? "";
    this.text.focus();
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
