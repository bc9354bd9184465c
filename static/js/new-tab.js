// @ts-check

/**
 * Leaves a click with a key held down to the browser: a new tab, a new window, a download.
 *
 * htmx takes every click on a link that it has wired, and its own filters for such clicks would need `eval`. So
 * the click is stopped before it reaches htmx; what the browser does with a link by itself it does all the same.
 */
document.addEventListener(
  "click",
  (event) => {
    const held = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (held && event.target instanceof Element && event.target.closest("a[hx-get]")) event.stopPropagation();
  },
  true,
);
