// @ts-check

/** Completion, and what is told of a word under the pointer: from the schema and the site's syllabus. */
class CodeOffers {
  /** @type {BankSchema | null} */ schema = null;

  /** @param {any} cm the bundle of CodeMirror */
  constructor(cm) {
    this.cm = cm;
  }

  /** What is offered needs them; nobody waits for them. @param {string[]} addresses of the schema and of the words */
  async load(addresses) {
    try {
      const [schema, words] = await Promise.all(addresses.map(async (address) => (await fetch(address)).json()));
      this.schema = new BankSchema(schema, words);
    } catch {
      // Nothing is offered then. What is wrong is told all the same.
    }
  }

  get extensions() {
    const { cm } = this;
    const offered = { override: [(/** @type {any} */ context) => this.complete(context)], icons: false, activateOnCompletion: (/** @type {any} */ one) => one.type === "property" };
    return [cm.autocompletion(offered), cm.hoverTooltip((/** @type {any} */ view, /** @type {number} */ pos) => this.hover(view, pos))];
  }

  /** @param {any} state @param {number} pos */
  part(state, pos) {
    const line = state.doc.lineAt(pos);
    const at = (/** @type {number} */ n) => state.doc.line(n + 1).text;
    return { line, part: new BankPart({ count: state.doc.lines, at }, line.number - 1) };
  }

  /** @param {any} context */
  complete({ state, pos, explicit }) {
    if (!this.schema) return null;
    const { line, part } = this.part(state, pos);
    const place = part.place(pos - line.from);
    if (!place || (!place.typed && !explicit && place.part === "key" && !place.braces)) return null;
    const column = pos - line.from;
    const tokens = part.tokens.filter((token) => token.line !== part.line || token.from > column || token.to < column);
    const offers = this.schema.offers(place, tokens);
    const templates = place.part === "start" && !place.braces ? this.templates(place, tokens) : [];
    const keys = new Set(place.part === "value" ? [] : offers.filter((offer) => offer.schema));
    const options = [
      ...templates,
      ...offers.map((offer, n) => ({
        label: offer.name,
        info: offer.about || undefined,
        boost: -n / 100,
        type: place.part !== "value" && (keys.has(offer) || place.part === "key") ? "property" : "text",
        apply: place.part !== "value" && (keys.has(offer) || place.part === "key") ? `${offer.name}: ` : this.written(offer.name, place),
      })),
    ];
    return options.length ? { from: line.from + place.from, options, validFor: /^[\w.#-]*$/ } : null;
  }

  /** A value as it has to be written there. @param {string} name @param {Place} place */
  written(name, place) {
    return /^[\d.]+$/.test(name) ? `"${name}"` : place.braces && /[:#,[\]{}]/.test(name) ? `"${name}"` : name;
  }

  /** A question of each kind with the fields it must have. @param {Place} place @param {Token[]} tokens */
  templates(place, tokens) {
    if (place.path.at(-2) !== "questions" || tokens.some(({ path }) => path.length > place.path.length && place.path.every((step, n) => step === path[n]))) return [];
    return (this.schema?.at(place.path, []) ?? []).map(({ properties, required, description }) => {
      const kind = properties.kind.const;
      const fields = required.filter((/** @type {string} */ name) => name !== "kind").map((/** @type {string} */ name) => `\t${name}: \${}`);
      return { label: kind, detail: "question", info: description, boost: 1, apply: this.cm.snippet([`kind: ${kind}`, ...fields].join("\n")) };
    });
  }

  /** @param {any} view @param {number} pos */
  hover({ state }, pos) {
    if (!this.schema) return null;
    const { line, part } = this.part(state, pos);
    const column = pos - line.from;
    const { tokens } = part;
    const token = tokens.find((token) => token.line === part.line && token.from <= column && column <= token.to);
    const about = token && this.schema.about(token, tokens);
    if (!token || !about) return null;
    const create = () => {
      const dom = document.createElement("div");
      dom.className = "cm-about";
      dom.textContent = about;
      return { dom };
    };
    return { pos: line.from + token.from, end: line.from + token.to, create };
  }
}
