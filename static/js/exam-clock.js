// @ts-check

/**
 * Lets the clock of an exam run. The server says how much is left; what has passed since is counted by a clock that
 * nobody can set, and by the one on the wall while the computer sleeps, when the first may stand still. The end itself
 * is the server's: here the board is sent when nothing is left, and the page follows.
 */
class ExamClock extends HTMLElement {
  static observedAttributes = ["data-left"];
  static HIDDEN = "clock-hidden";
  ends = 0; // by performance.now()
  last = Infinity; // what was shown last, in seconds
  ticked = { steady: performance.now(), set: Date.now() };
  timer = 0;

  connectedCallback() {
    const template = this.querySelector("template");
    if (template) {
      this.append(template.content.cloneNode(true));
      template.remove();
      this.button.addEventListener("click", () => this.hide(!this.hasAttribute("data-hidden")));
      this.localise();
    }
    this.hide(sessionStorage.getItem(ExamClock.HIDDEN) === "yes");
    this.timer = setInterval(() => this.show(), 500);
    this.show();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  attributeChangedCallback() {
    this.ends = performance.now() + Number(this.dataset.left) * 1000;
  }

  get button() {
    return /** @type {HTMLButtonElement} */ (find(this, "button"));
  }

  /** The end, as the reader's own clocks show it. */
  localise() {
    const time = this.querySelector("time");
    if (!time) return;
    const shown = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" };
    time.textContent = new Date(time.dateTime).toLocaleTimeString(undefined, /** @type {any} */ (shown));
  }

  /** @param {boolean} hidden */
  hide(hidden) {
    this.toggleAttribute("data-hidden", hidden);
    find(this, "p").hidden = hidden;
    this.button.setAttribute("aria-pressed", String(hidden));
    sessionStorage.setItem(ExamClock.HIDDEN, hidden ? "yes" : "no");
  }

  /** Of the two clocks the one that tells of more time is right: the other slept. */
  wake() {
    const now = { steady: performance.now(), set: Date.now() };
    const slept = now.set - this.ticked.set - (now.steady - this.ticked.steady);
    if (slept > 2000) this.ends -= slept;
    this.ticked = now;
  }

  show() {
    this.wake();
    const left = Math.ceil((this.ends - performance.now()) / 1000);
    if (left === this.last) return;
    const minutes = [10, 5, 1].find((mark) => this.last > mark * 60 && left <= mark * 60 && left > mark * 60 - 5);
    if (minutes && this.last < Infinity) find(this, "[role=status]").textContent = `${minutes} minute${minutes > 1 ? "s" : ""} left`;
    this.last = left;
    find(this, ".left").textContent = this.told(Math.max(left, 0));
    this.toggleAttribute("data-soon", left <= 60);
    if (left <= 0) this.end();
  }

  /** As 59:03, or 1:59:03. @param {number} left */
  told(left) {
    const parts = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
    const shown = parts[0] ? parts : parts.slice(1);
    return shown.map((part, index) => (index ? String(part).padStart(2, "0") : part)).join(":");
  }

  /** What is on the board goes to the server as by its button, which leads on; elsewhere the page itself does. */
  end() {
    clearInterval(this.timer);
    find(this, "[role=status]").textContent = "Time is up";
    const save = document.querySelector("form.board button[name=save]");
    if (save instanceof HTMLButtonElement && save.form) save.form.requestSubmit(save);
    else location.assign(this.dataset.after ?? "");
  }
}
customElements.define("exam-clock", ExamClock);
