// Python as Pygments reads it, so that code has the same colours in the editor as on the page.
//
// CodeMirror's small Python mode knows indentation and most words; what it sees otherwise is put right here:
// exceptions, docstrings, `match` and `case` where they are plain names, and the fields of an f-string.

import { StreamLanguage } from "@codemirror/language";
import { mkPython } from "@codemirror/legacy-modes/mode/python";
import { tagHighlighter, tags } from "@lezer/highlight";

const EXCEPTIONS = `
  Arithmetic Assertion Attribute BlockingIO BrokenPipe Buffer ChildProcess Connection ConnectionAborted
  ConnectionRefused ConnectionReset EOF Environment FileExists FileNotFound FloatingPoint IO Import Indentation
  Index Interrupted IsADirectory Key Lookup Memory ModuleNotFound Name NotADirectory NotImplemented OS Overflow
  Permission ProcessLookup Recursion Reference Runtime Syntax System Tab Timeout Type UnboundLocal UnicodeDecode
  UnicodeEncode Unicode UnicodeTranslate Value ZeroDivision`;
const WARNINGS = "Bytes Deprecation Encoding Future Import PendingDeprecation Resource Runtime Syntax Unicode User";
const OTHERS = `
  BaseException Exception GeneratorExit KeyboardInterrupt StopAsyncIteration StopIteration SystemExit Warning`;

const words = (text, ending = "") => text.trim().split(/\s+/).map((word) => word + ending);

const mode = mkPython({
  extra_builtins: [...words(EXCEPTIONS, "Error"), ...words(WARNINGS, "Warning"), ...words(OTHERS)],
});
const outside = mode.startState().tokenize; // what reads code that is in no string

export const python = StreamLanguage.define({ ...mode, token });

/** The classes that Pygments gives its words. */
export const pygmentsNames = tagHighlighter([
  { tag: tags.comment, class: "c1" },
  { tag: tags.docString, class: "sd" },
  { tag: tags.string, class: "s2" },
  { tag: tags.number, class: "mi" },
  { tag: tags.keyword, class: "k" },
  { tag: tags.self, class: "bp" },
  { tag: tags.standard(tags.variableName), class: "nb" },
  { tag: tags.definition(tags.variableName), class: "nf" },
  { tag: tags.meta, class: "nd" },
  { tag: tags.invalid, class: "err" },
]);

function token(stream, state) {
  const inString = state.tokenize !== outside;
  const beginsLine = !stream.string.slice(0, stream.pos).trim();
  if (!inString) state.docString = beginsLine && stream.match(/^[rbu]*("""|''')/i, false);
  else if (readFormat(stream, state)) return "string";
  const style = mode.token(stream, state);
  const word = stream.current();
  if (style === "string" && state.docString) return "docString";
  if (style === "keyword" && /^(match|case)$/.test(word) && !(beginsLine && beginsPattern(stream))) return "variable";
  if (!style && inString && /^[{}]$/.test(word)) return "string";
  return style;
}

/** Read what follows the value in a field of an f-string: `=`, `!r`, `:.2f`. */
function readFormat(stream, state) {
  if (state.tokenize.isString || state.scopes.at(-1).type !== "}") return false;
  const behindField = stream.string[stream.pos - 1] === "}";
  return stream.match(behindField ? /^[^{}]+/ : /^(=(?=[!:}])|![rsa](?=[:}])|:)[^{}]*/);
}

const beginsPattern = (stream) => stream.match(/^[ \t]*[^\s.:,;=^&|@~)\]}]/, false);
