// The editor of one cell: CodeMirror with Python, and with the keys and the look of the course's pages.

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import {
  history, historyKeymap, indentLess, indentMore, isolateHistory, standardKeymap, toggleComment,
} from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { Annotation, EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { errorLine, setErrorLine } from "./error_line.mjs";
import { pygmentsNames, python } from "./python.mjs";
import { theme } from "./theme.mjs";

const fromOutside = Annotation.define();

// What the page may keep at the top and at the bottom of a small screen, in pixels.
const MARGINS = { top: 64, bottom: 80 };

/**
 * Put an editor into `parent`.
 *
 * `label` names it to a screen reader, and `describedBy` is the id of the text that explains its keys.
 * `onChange(code)` follows what the reader writes, not what `set` puts in. `onRun(stay)` is asked for
 * by Shift+Enter (go on) and Ctrl+Enter (stay), `onLeave()` by Escape. Tab leaves as in any text field.
 * `markErrorLine(number)` counts from 1; null takes the mark away.
 */
export function makeEditor({ parent, code, label, describedBy, onChange, onRun, onLeave }) {
  const follow = EditorView.updateListener.of(({ docChanged, transactions, state }) => {
    if (docChanged && !transactions.some((change) => change.annotation(fromOutside))) onChange(state.doc.toString());
  });
  const extensions = [
    keymap.of([...keysOf(onRun, onLeave), ...closeBracketsKeymap, ...historyKeymap, ...standardKeymap]),
    python,
    syntaxHighlighting(pygmentsNames),
    indentUnit.of("    "),
    indentOnInput(),
    history(),
    closeBrackets(),
    bracketMatching(),
    errorLine,
    theme,
    follow,
    EditorView.contentAttributes.of(attributesOf(label, describedBy)),
    EditorView.editorAttributes.of({ class: "highlight" }),
    EditorView.scrollMargins.of(() => MARGINS),
  ];
  const view = new EditorView({ parent, state: EditorState.create({ doc: code, extensions }) });
  return {
    code: () => view.state.doc.toString(),
    set: (text) => replaceAll(view, text),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
    markErrorLine: (number) => view.dispatch({ effects: setErrorLine.of(number) }),
  };
}

/** The index says what browsers know and checkers of accessibility do not: the field takes the focus. */
const attributesOf = (label, describedBy) => ({
  "aria-label": label,
  ...(describedBy && { "aria-describedby": describedBy }),
  tabindex: "0",
});

function keysOf(onRun, onLeave) {
  const run = (stay) => () => {
    onRun(stay);
    return true;
  };
  const leave = () => {
    onLeave();
    return true;
  };
  return [
    { key: "Shift-Enter", run: run(false) },
    ...["Ctrl-Enter", "Mod-Enter"].map((key) => ({ key, run: run(true) })),
    { key: "Escape", run: leave },
    ...["Ctrl-]", "Mod-]"].map((key) => ({ key, run: indentMore })),
    ...["Ctrl-[", "Mod-["].map((key) => ({ key, run: indentLess })),
    { key: "Mod-/", run: toggleComment },
  ];
}

/** Undo brings back what stood there before. */
function replaceAll(view, text) {
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    effects: setErrorLine.of(null),
    annotations: [fromOutside.of(true), isolateHistory.of("full")],
  });
}
