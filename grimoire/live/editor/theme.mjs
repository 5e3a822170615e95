// The look: that of the page's printed code, from the page's own variables, so that light and dark follow it.
// The colours of the words are those that the page has for its `.highlight`.

import { EditorView } from "@codemirror/view";

export const theme = EditorView.theme({
  "&": { fontSize: "1.125rem", outline: "1px solid var(--muted)", outlineOffset: "-1px" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontSize: "var(--code-font-size)", lineHeight: "1.5" },
  ".cm-content": { padding: ".8rem 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 1rem" },
  "&.cm-focused .cm-matchingBracket": { background: "var(--rule)" },
  "&.cm-focused .cm-nonmatchingBracket": {
    background: "none", color: "var(--color-problematic)", textDecoration: "underline wavy",
  },
  ".cm-errorLine": {
    borderLeft: "3px solid var(--color-problematic)", paddingLeft: "calc(1rem - 3px)",
    background: "color-mix(in srgb, var(--color-problematic) 10%, transparent)",
  },
  // Smaller type would make a phone enlarge the page when the field gets the focus.
  "@media (pointer: coarse)": { ".cm-scroller": { fontSize: "max(16px, var(--code-font-size))" } },
  "@media print": { ".cm-content": { whiteSpace: "pre-wrap", flexShrink: 1 } },
});
