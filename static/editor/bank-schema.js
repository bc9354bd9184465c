// @ts-check

/**
 * @typedef {{ [name: string]: any }} Schema
 * @typedef {{ name: string, about: string, schema?: Schema, alone?: boolean }} Offer one thing that could be written
 * @typedef {{ topics: Record<string, string>, traps: Record<string, string>, passages: Record<string, string>, exams: Record<string, Record<string, string>> }} Words
 *   what the site's syllabus has, by key, each with its title
 */

/** What a bank's JSON Schema and the site's syllabus say of a place in it. */
class BankSchema {
  /** Which ids of the same question stand where. A star is any one step of the path within the question. */
  static IDS = [
    { at: "needs/*", from: ["items"] },
    { at: "needs/*/*", from: ["items"] },
    { at: "order/*", from: ["items"] },
    { at: "pairs/*", from: ["prompts"], key: true },
    { at: "pairs/*", from: ["responses"] },
    { at: "pairs/*/*", from: ["responses"] },
    { at: "pin/*", from: ["options"] },
    { at: "why/*", from: ["items", "prompts"], key: true },
    { at: "examples/*/response/*", from: ["prompts"], key: true },
    { at: "examples/*/response/*", from: ["items", "distractors", "options", "responses"] },
  ];

  /** @param {Schema} schema @param {Words} words */
  constructor(schema, words) {
    this.schema = schema;
    this.words = words;
  }

  /** What a schema comes to: references followed, alternatives side by side. @param {Schema | undefined} schema @returns {Schema[]} */
  open(schema) {
    if (!schema) return [];
    const { $ref, oneOf, ...own } = schema;
    const beyond = $ref ? this.open($ref.split("/").slice(1).reduce((/** @type {Schema} */ at, /** @type {string} */ step) => at[step], this.schema)) : [];
    const each = [...beyond, ...(oneOf ?? []).flatMap((/** @type {Schema} */ one) => this.open(one))];
    return each.length ? each.map((one) => ({ ...one, ...own, description: own.description ?? one.description })) : [own];
  }

  /** Every schema that a value there may follow. Of the kinds of question only the one that is written. @param {Path} path @param {Token[]} tokens */
  at(path, tokens) {
    let found = this.open(this.schema);
    path.forEach((step, n) => {
      const inside = (/** @type {Schema} */ one) => (typeof step === "number" ? one.items : this.field(one, step));
      found = this.ofKind(found.flatMap((one) => this.open(inside(one))), path.slice(0, n + 1), tokens);
    });
    return found;
  }

  /** @param {Schema} schema @param {string} name @returns {Schema | undefined} */
  field({ properties, patternProperties }, name) {
    const pattern = Object.keys(patternProperties ?? {}).find((pattern) => new RegExp(pattern).test(name));
    return properties?.[name] ?? (pattern && patternProperties[pattern]);
  }

  /** @param {Schema[]} found @param {Path} path @param {Token[]} tokens */
  ofKind(found, path, tokens) {
    const kind = BankSchema.under(tokens, path).find((token) => token.role === "value" && token.path.length === path.length + 1 && token.path.at(-1) === "kind");
    const fit = found.filter((one) => kind && one.properties?.kind?.const === kind.text);
    return fit.length ? fit : found;
  }

  /** What could stand at a place that is not there yet. @param {Place} place @param {Token[]} tokens @returns {Offer[]} */
  offers({ path, part }, tokens) {
    const schemas = this.at(path, tokens);
    const keys = part === "value" ? [] : this.keys(schemas, path, tokens);
    return [...keys, ...(part === "key" ? [] : this.values(schemas, path, tokens))];
  }

  /** @param {Schema[]} schemas @param {Path} path @param {Token[]} tokens @returns {Offer[]} */
  keys(schemas, path, tokens) {
    const there = new Set(BankSchema.under(tokens, path).filter((token) => token.role === "key" && token.path.length === path.length + 1).map((token) => token.text));
    /** @type {Map<string, Offer>} */ const offers = new Map();
    const choice = schemas.length > 1 && schemas.every((one) => one.properties?.kind); // the rest hangs on the kind
    for (const { properties } of choice ? [{ properties: { kind: schemas[0].properties.kind } }] : schemas) {
      for (const [name, schema] of Object.entries(properties ?? {})) {
        const about = this.open(schema)[0].description ?? "";
        if (!offers.get(name)?.about) offers.set(name, { name, about, schema });
      }
    }
    const named = schemas.some((one) => one.patternProperties) ? this.referred([...path, ""], true, tokens) : [];
    return [...offers.values(), ...named].filter(({ name }) => !there.has(name));
  }

  /** @param {Schema[]} schemas @param {Path} path @param {Token[]} tokens @returns {Offer[]} */
  values(schemas, path, tokens) {
    const given = schemas.flatMap((one) => {
      if (one.type === "boolean") return ["true", "false"].map((name) => ({ name, about: "" }));
      return [one.const, ...(one.enum ?? [])].filter((name) => name !== undefined).map((name) => ({ name, about: "" }));
    });
    if (path.at(-1) !== "kind") return [...given, ...this.referred(path, false, tokens)];
    const kinds = this.at(path.slice(0, -1), []);
    return kinds.filter((one) => one.properties?.kind).map((one) => ({ name: one.properties.kind.const, about: one.description ?? "" }));
  }

  /** The names known to the site or to the same question, where such a name belongs. @param {Path} path @param {boolean} key @param {Token[]} tokens @returns {Offer[]} */
  referred(path, key, tokens) {
    const { question, within } = BankSchema.split(path);
    const field = within.findLast((step) => typeof step === "string" && step !== "") ?? "";
    const known = (/** @type {Record<string, string> | undefined} */ words) => Object.entries(words ?? {}).map(([name, about]) => ({ name, about }));
    if (!key && ["topics", "traps"].includes(String(within[0])) && within.length === 2) return known(this.words[/** @type {"topics" | "traps"} */ (within[0])]);
    if (!key && field === "trap") return known(this.words.traps);
    if (!key && within[0] === "reread" && within.length === 2) return known(this.words.passages);
    if (within[0] === "exams" && within.length === 2 && key) return Object.keys(this.words.exams ?? {}).map((name) => ({ name, about: "" }));
    if (within[0] === "exams" && within.length === 3) return known(this.words.exams?.[String(within[1])]);
    const rule = BankSchema.IDS.find((rule) => (rule.key ?? key) === key && BankSchema.fits(rule.at, within));
    if (!rule) return [];
    const beside = path.slice(0, -1); // a list names each once, and nothing needs itself
    const there = typeof path.at(-1) === "number" ? BankSchema.under(tokens, beside).map(({ text }) => text) : [];
    const taken = new Set(within[0] === "needs" && within.length === 3 ? [...there, within[1]] : there);
    return rule.from.flatMap((field) => BankSchema.ids(tokens, [...question, field])).filter(({ name }) => !taken.has(name));
  }

  /** What is to be told of a word that is written. @param {Token} token @param {Token[]} tokens */
  about(token, tokens) {
    const others = tokens.filter((one) => one !== token);
    const schemas = this.at(token.path, tokens);
    const offers = token.role === "key" ? this.referred(token.path, true, others) : this.values(schemas, token.path, others);
    const field = token.role === "key" && schemas.find((one) => one.description)?.description;
    return offers.find(({ name }) => name === token.text)?.about || field || "";
  }

  /** @param {Token[]} tokens @param {Path} path */
  static under(tokens, path) {
    return tokens.filter((token) => path.every((step, n) => token.path[n] === step));
  }

  /** The ids that a field of the question defines, each with its text. @param {Token[]} tokens @param {Path} path @returns {Offer[]} */
  static ids(tokens, path) {
    const inside = BankSchema.under(tokens, path);
    return inside
      .filter((token) => token.role === "key" && token.path.length === path.length + 1)
      .map(({ text: name, path: at }) => {
        const about = BankSchema.under(inside, at).find((token) => token.role === "value" && (token.path.length === at.length || token.path.at(-1) === "text"));
        return { name, about: about?.text ?? "" };
      });
  }

  /** The path of the question, and the path from there. @param {Path} path */
  static split(path) {
    const depth = path[2] === "questions" ? 4 : 2;
    return { question: path.slice(0, depth), within: path.slice(depth) };
  }

  /** @param {string} pattern @param {Path} path */
  static fits(pattern, path) {
    const steps = pattern.split("/");
    return steps.length === path.length && steps.every((step, n) => step === "*" || step === path[n]);
  }
}
