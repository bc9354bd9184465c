// @ts-check

/**
 * What the server has not acknowledged, kept in this browser until it has: the fields and the number of a form,
 * under the address they are for. They are tokens of one sitting, which mean nothing elsewhere.
 */
class DraftMarks {
  static PREFIX = "unsaved:";

  /** @param {string} address @returns {string | null} */
  static get(address) {
    return this.kept()?.getItem(this.PREFIX + address) ?? null;
  }

  /** @param {string} address @param {string} fields */
  static set(address, fields) {
    try {
      this.kept()?.setItem(this.PREFIX + address, fields);
    } catch {
      // the store is full: the page itself still holds it
    }
  }

  /** @param {string} address */
  static drop(address) {
    this.kept()?.removeItem(this.PREFIX + address);
  }

  /** Sends what waits for other questions of the same sitting. @param {string} address @param {string} token */
  static async sendBeside(address, token) {
    const sitting = this.PREFIX + address.split("/").slice(0, -3).join("/") + "/";
    for (const key of Object.keys(this.kept() ?? {})) {
      const other = key.slice(this.PREFIX.length);
      if (!key.startsWith(sitting) || other === address) continue;
      const { became } = await askDraft(other, this.get(other) + token);
      if (became === "saved" || became === "over") this.drop(other);
    }
  }

  /** A browser may forbid the store; then nothing is kept. */
  static kept() {
    try {
      return localStorage;
    } catch {
      return null;
    }
  }
}

/**
 * Sends fields to the address of a draft, or asks what is kept there. What is sent while the page is closed still
 * arrives (`keepalive`). What became of it is as the server tells it, or "offline", "busy", "old".
 * @param {string} address @param {string} [fields] @param {AbortSignal} [signal]
 * @returns {Promise<{ became: string, seq: number, told?: HTMLElement }>}
 */
async function askDraft(address, fields, signal) {
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  const post = { method: "POST", headers, body: fields, keepalive: true, signal };
  try {
    const answer = await fetch(address, fields === undefined ? {} : post);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const told = page.querySelector("[data-became]");
    if (!(told instanceof HTMLElement)) return { became: answer.status === 429 || answer.status >= 500 ? "busy" : "old", seq: 0 };
    return { became: told.dataset.became ?? "old", seq: Number(told.dataset.seq ?? 0), told };
  } catch {
    return { became: "offline", seq: 0 };
  }
}
