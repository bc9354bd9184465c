// @ts-check

/** A board's form as it is saved: its fields, the number of its state, and a way to fill it again. */
class DraftForm {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.number = /** @type {HTMLInputElement} */ (form.elements.namedItem("seq"));
  }

  get seq() {
    return Number(this.number.value);
  }

  set seq(seq) {
    this.number.value = String(seq);
  }

  get all() {
    return new URLSearchParams(/** @type {any} */ (new FormData(this.form)));
  }

  /** What is sent, without what shows that it comes from this page. */
  get fields() {
    const { all } = this;
    all.delete("csrfmiddlewaretoken");
    return String(all);
  }

  get token() {
    return "&csrfmiddlewaretoken=" + this.all.get("csrfmiddlewaretoken");
  }

  /** Whether there was something to fill it with. @param {string | null} fields */
  fill(fields) {
    if (fields === null) return false;
    const given = new URLSearchParams(fields);
    for (const field of this.form.elements) {
      if (field instanceof HTMLSelectElement || field === this.number) field.value = given.get(field.name) ?? "";
      else if (field instanceof HTMLInputElement) field.checked = given.getAll(field.name).includes(field.value);
    }
    for (const board of this.form.querySelectorAll("ordering-board, matching-board")) {
      if (board instanceof Board && board.ready) board.read();
    }
    return true;
  }
}
