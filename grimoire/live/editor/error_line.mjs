// The line at which the reader's code failed, marked until it is told otherwise.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

/** Mark the line with this number, counted from 1, or none. */
export const setErrorLine = StateEffect.define();

const mark = Decoration.line({ class: "cm-errorLine" });

export const errorLine = StateField.define({
  create: () => Decoration.none,
  update(marked, change) {
    const effect = change.effects.find((found) => found.is(setErrorLine));
    return effect ? marks(change.state.doc, effect.value) : marked.map(change.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** A line that is not there any more is not marked. */
function marks(doc, number) {
  return number >= 1 && number <= doc.lines ? Decoration.set(mark.range(doc.line(number).from)) : Decoration.none;
}
