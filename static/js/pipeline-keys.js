// @ts-check

/**
 * Lets the arrow keys follow the lines of a pipeline's picture, from link to link. It moves nothing but the focus.
 *
 * Along the direction of the picture lie what a node needs and what needs it; across lies the other branch.
 */
class PipelineKeys extends HTMLElement {
  connectedCallback() {
    this.setAttribute("data-ready", "");
    this.addEventListener("keydown", this);
    document.addEventListener("htmx:afterSettle", this);
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:afterSettle", this);
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (event instanceof KeyboardEvent) this.press(event);
    else this.settle();
  }

  /** Where the focused link went with what was replaced, reading goes on at the node, or at the walk. */
  settle() {
    if (document.activeElement && document.activeElement !== document.body) return;
    const place = this.querySelector("[data-chosen] #node-title") ?? this.querySelector("#walk-next");
    if (place instanceof HTMLElement) place.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const here = event.target instanceof Element && event.target.closest(".dag a[data-node]");
    if (!here || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const to = this.neighbour(/** @type {SVGAElement} */ (here), event.key);
    if (!to) return;
    event.preventDefault();
    to.focus();
  }

  /** @param {SVGAElement} here @param {string} key @returns {SVGAElement | undefined} */
  neighbour(here, key) {
    const picture = /** @type {SVGElement} */ (here.closest(".dag"));
    const nodes = /** @type {SVGAElement[]} */ ([...picture.querySelectorAll("a[data-node]")]);
    if (key === "Home") return nodes[0];
    if (key === "End") return nodes[nodes.length - 1];

    const lies = picture.dataset.form === "wide";
    const along = lies ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    const across = lies ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
    const edges = /** @type {SVGElement[]} */ ([...picture.querySelectorAll(".edge:not(.return)")]);
    /** @param {string | undefined} node */
    const before = (node) => edges.filter((edge) => edge.dataset.after === node).map((edge) => edge.dataset.before);
    /** @param {string | undefined} node */
    const after = (node) => edges.filter((edge) => edge.dataset.before === node).map((edge) => edge.dataset.after);
    /** How far a node lies to the side of this one. @param {SVGAElement} node */
    const aside = (node) => {
      const [at, from] = [node.getBoundingClientRect(), here.getBoundingClientRect()];
      return lies ? at.top + at.height / 2 - from.top - from.height / 2 : at.left + at.width / 2 - from.left - from.width / 2;
    };

    const own = here.dataset.node;
    let found = nodes;
    if (key === along[0]) found = nodes.filter((node) => before(own).includes(node.dataset.node)).reverse();
    else if (key === along[1]) found = nodes.filter((node) => after(own).includes(node.dataset.node));
    else if (across.includes(key)) {
      const beside = [...before(own).flatMap(after), ...after(own).flatMap(before)];
      const side = key === across[0] ? -1 : 1;
      found = nodes.filter((node) => beside.includes(node.dataset.node) && aside(node) * side > 8);
    } else return undefined;
    return found.sort((a, b) => Math.abs(Math.round(aside(a))) - Math.abs(Math.round(aside(b))))[0];
  }
}
customElements.define("pipeline-keys", PipelineKeys);
