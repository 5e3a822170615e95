#!/usr/bin/env bash
# @codemirror/view 6.43.15 with style-mod 4.1.5: in a theme, "&" stands for the editor. Directly inside an
# "@media" block it is not replaced: the rule comes out with no selector, which a browser drops without a
# word. A good guess would be that "&" means the same at every depth. Below a further selector it does.
# Seen: "&" with a colour inside "@media print" is written as "@media print {color: black;}", beside a right
# "@media print {.ͼ5 .cm-line {color: gray;}}".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @codemirror/view@6.43.15 style-mod@4.1.5 >/dev/null
cat >look.mjs <<'JS'
import { StyleModule } from "style-mod";
import { EditorView } from "@codemirror/view";

const styles = { "&": { color: "red" }, "@media print": { "&": { color: "black" }, ".cm-line": { color: "gray" } } };
const theme = EditorView.theme(styles);
const module = [theme].flat(9).find((part) => part?.value instanceof StyleModule)?.value;
console.log(module.getRules());
const inMedia = module.getRules().split("\n").find((line) => line.includes("black"));
process.exit(inMedia === "@media print {color: black;}" ? 0 : 1);
JS
node look.mjs
