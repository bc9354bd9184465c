// @ts-check

/** What is said below a board about its draft, and the mark of its question in the navigator. */
class DraftNote {
  /** @param {HTMLElement} saver */
  constructor(saver) {
    this.saver = saver;
  }

  /** Nothing is known to stand in the way of a save. */
  get calm() {
    return [undefined, "saved"].includes(this.saver.dataset.state);
  }

  /** @param {string} state @param {HTMLElement} [told] what the server says of it, if it says something */
  tell(state, told) {
    this.saver.dataset.state = state;
    if (state === "saved") this.saver.dispatchEvent(new Event("draft:saved", { bubbles: true }));
    find(this.saver, "[role=status]").replaceChildren(...(told ? [told] : []));
    for (const line of findAll(this.saver, "[data-for]")) line.hidden = line.dataset.for !== state;
    const { board } = told?.dataset ?? {};
    const stop = document.querySelector(".stops [aria-current]");
    if (!board || !(stop instanceof HTMLElement)) return;
    stop.dataset.state = board;
    for (const word of findAll(stop, "[data-when]")) word.hidden = word.dataset.when !== board;
  }
}

/** One thing to be done soon: of several wishes the earliest counts. What fails is done again, later each time. */
class Soon {
  timer = 0;
  fails = 0;
  due = Infinity;

  /** @param {() => void} what */
  constructor(what) {
    this.what = what;
  }

  get waits() {
    return this.due !== Infinity;
  }

  /** @param {number} wait milliseconds */
  in(wait) {
    const due = performance.now() + wait;
    if (due >= this.due) return;
    this.stop();
    this.due = due;
    this.timer = setTimeout(() => {
      this.stop();
      this.what();
    }, wait);
  }

  /** In 1, 2, 4 … 30 seconds. */
  again() {
    this.in(1000 * Math.min(2 ** this.fails++, 30));
  }

  stop() {
    clearTimeout(this.timer);
    this.due = Infinity;
  }
}
