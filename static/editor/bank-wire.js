// @ts-check

/**
 * @typedef {{ text: string, by: string, at: string, revision: number }} Theirs what somebody wrote meanwhile
 * @typedef {{ checked: boolean, problems: Problem[], counts: { problems: number, warnings: number }, html: string }} Findings
 * @typedef {{ status: number, data: any, wait: number, took: number }} Answer status 0: none came
 */

/** Asks the server in the background, one thing at a time. */
class BankWire {
  static PATIENCE = 60_000; // milliseconds; a text of thousands of questions is checked for seconds

  /** @param {HTMLFormElement} form whose token shows that it comes from this page */
  constructor(form) {
    this.form = form;
  }

  /** More than 64 kB do not outlive their page. @param {string} text */
  static outlives(text) {
    return text.length < 60_000 && new Blob([text]).size + text.split("\n").length < 60_000; // CR LF on their way
  }

  get token() {
    return /** @type {HTMLInputElement} */ (this.form.elements.namedItem("csrfmiddlewaretoken"));
  }

  /** @param {string} address @param {Record<string, string | number>} fields @returns {Promise<Answer>} */
  async ask(address, fields) {
    const began = performance.now();
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...fields, csrfmiddlewaretoken: this.token.value })) body.set(name, String(value));
    const keepalive = BankWire.outlives(String(fields.text));
    try {
      const answer = await fetch(address, { method: "POST", body, keepalive, redirect: "manual", signal: AbortSignal.timeout(BankWire.PATIENCE) });
      const isData = answer.headers.get("Content-Type")?.startsWith("application/json");
      const data = isData ? await answer.json() : {};
      return { status: answer.type === "opaqueredirect" ? 403 : answer.status, data, wait: Number(answer.headers.get("Retry-After")) * 1000, took: performance.now() - began };
    } catch {
      return { status: 0, data: {}, wait: 0, took: performance.now() - began };
    }
  }

  /** Who has signed in again in another tab has another token. Whether there is one. */
  async renew() {
    try {
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      const fresh = page.querySelector("bank-editor")?.closest("form")?.querySelector("[name=csrfmiddlewaretoken]");
      if (fresh instanceof HTMLInputElement) this.token.value = fresh.value;
      return fresh instanceof HTMLInputElement;
    } catch {
      return false;
    }
  }
}
