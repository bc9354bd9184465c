// @ts-check

/** How the code editor looks: by the tokens of static/css/tokens.css, which reach into its shadow. */
class CodeLook {
  /** @param {any} cm the bundle of CodeMirror */
  static of(cm) {
    const { tags } = cm;
    const words = cm.HighlightStyle.define([
      { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent)" },
      { tag: [tags.comment, tags.lineComment], color: "var(--quiet)", fontStyle: "italic" },
      { tag: tags.string, color: "var(--right)" },
      { tag: tags.content, color: "var(--ink)" },
      { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace, tags.attributeValue], color: "var(--quiet)" },
    ]);
    return [cm.EditorView.theme(CodeLook.RULES), cm.syntaxHighlighting(words)];
  }

  static RULES = {
    "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--sheet)", fontSize: "inherit", "--selected": "color-mix(in oklab, var(--accent) 28%, transparent)" },
    "&.cm-focused": { outline: "none" }, // the room around it has one
    ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", borderRadius: "inherit", overscrollBehavior: "auto" },
    ".cm-content": { caretColor: "var(--ink)", padding: ".5rem 0" },
    ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
    "& > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
      background: "var(--selected)",
      forcedColorAdjust: "none",
    },
    ".cm-activeLine": { backgroundColor: "color-mix(in oklab, var(--ink) 4%, transparent)" },
    ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
    ".cm-gutters": { backgroundColor: "var(--wash)", color: "var(--quiet)", borderRight: "1px solid var(--line)" },
    ".cm-lineNumbers .cm-gutterElement": { padding: "0 .25rem 0 .4rem" },
    ".cm-foldGutter .cm-gutterElement": { cursor: "pointer", padding: "0 .3rem", minWidth: "1rem" },
    ".cm-foldPlaceholder": { background: "var(--wash)", border: "1px solid var(--edge)", color: "var(--quiet)", padding: "0 .4em", margin: "0 .2em" },
    ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--edge)" },
    ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent", color: "var(--wrong)" },
    ".cm-selectionMatch": { backgroundColor: "color-mix(in oklab, var(--control) 18%, transparent)" },
    ".cm-searchMatch": { backgroundColor: "color-mix(in oklab, var(--control) 25%, transparent)", outline: "1px solid var(--control)" },
    ".cm-searchMatch-selected": { backgroundColor: "color-mix(in oklab, var(--control) 50%, transparent)" },
    ".cm-specialChar": { color: "var(--wrong)" },

    ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--wrong) 1.5px", textUnderlineOffset: "3px", textDecorationSkipInk: "none" },
    ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline dotted var(--control) 2px", textUnderlineOffset: "3px", textDecorationSkipInk: "none" },
    ".cm-lintRange-active": { backgroundColor: "color-mix(in oklab, var(--wrong) 14%, transparent)" },
    ".cm-lintPoint-error:after": { borderBottomColor: "var(--wrong)" },
    ".cm-lintPoint-warning:after": { borderBottomColor: "var(--control)" },
    ".cm-gutter-lint": { width: "1.1em" },
    ".cm-gutter-lint .cm-gutterElement": { display: "flex", alignItems: "flex-start", justifyContent: "center", padding: "0" },
    ".cm-lint-marker": { width: "auto", height: "auto", fontWeight: "700", fontFamily: "var(--sans)" },
    ".cm-lint-marker-error": { content: "none" },
    ".cm-lint-marker-error:after": { content: "'✕'", color: "var(--wrong)" },
    ".cm-lint-marker-warning": { content: "none" },
    ".cm-lint-marker-warning:after": { content: "'!'", color: "var(--control)" },
    ".cm-diagnostic": { padding: ".5rem .75rem", fontFamily: "var(--sans)", fontSize: ".9375rem", maxWidth: "32rem" },
    ".cm-diagnostic-error": { borderLeft: "4px solid var(--wrong)" },
    ".cm-diagnostic-warning": { borderLeft: "4px solid var(--control)" },

    ".cm-tooltip": { backgroundColor: "var(--sheet)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "var(--radius)", maxWidth: "min(36rem, 90vw)" },
    ".cm-tooltip-hover": { fontFamily: "var(--sans)" },
    ".cm-about": { padding: ".5rem .75rem", fontFamily: "var(--sans)", fontSize: ".9375rem", maxWidth: "32rem" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16rem" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".25rem .75rem", lineHeight: "1.5" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--accent)", color: "var(--on-accent)" },
    ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
    ".cm-completionDetail": { color: "inherit", opacity: "1", fontFamily: "var(--sans)", fontStyle: "normal", fontSize: ".875rem" },
    ".cm-tooltip.cm-completionInfo": { padding: ".5rem .75rem", fontFamily: "var(--sans)", maxWidth: "22rem" },
    ".cm-snippetField": { backgroundColor: "color-mix(in oklab, var(--accent) 14%, transparent)" },

    ".cm-panels": { backgroundColor: "var(--wash)", color: "var(--ink)" },
    ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
    ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--line)" },
    ".cm-panel.cm-search": { padding: ".5rem 3rem .5rem .75rem", display: "flex", flexWrap: "wrap", gap: ".4rem .5rem", alignItems: "center", fontFamily: "var(--sans)" },
    ".cm-panel.cm-search br": { display: "none" },
    ".cm-panel.cm-search label": { fontSize: ".875rem", display: "inline-flex", alignItems: "center", gap: ".3rem", minHeight: "var(--touch)", margin: "0" },
    ".cm-panel.cm-search input[type=checkbox]": { width: "1.25rem", height: "1.25rem", accentColor: "var(--accent)" },
    ".cm-panel.cm-search [name=close]": { right: ".25rem", top: ".25rem", minWidth: "var(--touch)", minHeight: "var(--touch)", fontSize: "1.4rem", color: "inherit" },
    ".cm-textfield": { minHeight: "var(--touch)", boxSizing: "border-box", margin: "0", padding: ".3rem .6rem", border: "1px solid var(--edge)", borderRadius: "var(--radius)", background: "var(--sheet)", color: "var(--ink)", fontSize: "1rem" },
    ".cm-panel.cm-search .cm-textfield": { flex: "1 1 max(40%, 11rem)" },
    ".cm-panel.cm-search .cm-button": { margin: "0" },
    ".cm-button": { minHeight: "var(--touch)", margin: "0", padding: ".3rem .8rem", border: "1px solid var(--edge)", borderRadius: "var(--radius)", backgroundImage: "none", backgroundColor: "var(--sheet)", color: "var(--ink)", fontSize: ".9375rem", cursor: "pointer" },
    ".cm-textfield:focus-visible, .cm-button:focus-visible, .cm-panel.cm-search [name=close]:focus-visible, .cm-panel.cm-search input:focus-visible": { outline: "3px solid var(--accent)", outlineOffset: "2px" },

    ".cm-changedLine, .cm-inlineChangedLine": { backgroundColor: "color-mix(in oklab, var(--right) 12%, transparent)" },
    ".cm-changedText, .cm-insertedLine .cm-changedText": { background: "color-mix(in oklab, var(--right) 26%, transparent)" },
    ".cm-deletedChunk": { backgroundColor: "color-mix(in oklab, var(--wrong) 10%, transparent)", paddingLeft: "6px" },
    ".cm-deletedChunk .cm-deletedText": { background: "color-mix(in oklab, var(--wrong) 24%, transparent)", textDecoration: "none" },
    ".cm-changeGutter": { width: "4px", paddingLeft: "1px" },
    ".cm-changedLineGutter": { background: "var(--right)" },
    ".cm-deletedLineGutter": { background: "var(--wrong)" },
    ".cm-deletedChunk .cm-chunkButtons": { position: "static", padding: ".4rem 0", display: "flex", gap: ".5rem" },
    ".cm-chunkButtons button[name]": { minHeight: "var(--touch)", padding: ".3rem .8rem", border: "1px solid var(--edge)", borderRadius: "var(--radius)", background: "var(--sheet)", color: "var(--ink)", fontFamily: "var(--sans)", fontSize: ".9375rem", cursor: "pointer", margin: "0" },
    ".cm-collapsedLines::before, .cm-collapsedLines::after": { content: "'…'" },
    ".cm-collapsedLines": { background: "var(--wash)", color: "var(--quiet)", fontFamily: "var(--sans)", cursor: "pointer" },
    "@media (forced-colors: active)": {
      ".cm-scroller": { "--selected": "Highlight" },
      ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "Highlight", color: "HighlightText", forcedColorAdjust: "none" },
    },
  };
}
