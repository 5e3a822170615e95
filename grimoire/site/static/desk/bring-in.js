// Before anything of a file is taken in, the reader sees what it would change, and chooses.

import { replace } from "./answers.js";
import { changesBy, readBackup } from "./backup.js";
import { codeOf, putCode } from "./code.js";
import { button, make, plural } from "./make.js";
import { putNote } from "./reading.js";

const SHOWN = 1000; // characters of a text

const excerpt = (text) => (text.length > SHOWN ? `${text.slice(0, SHOWN)} …` : text);

const choice = (change, at) => {
  const name = `change-${at}`;
  const option = (value, label, text, checked) =>
    make("label", {}, make("input", { type: "radio", name, value, checked }), make("span", {}, `${label} `, make("span", { className: "mine-text", textContent: excerpt(text) })));
  const takes = change.isNewer;
  return make(
    "fieldset",
    {},
    make("legend", { textContent: change.label }),
    option("mine", "Keep yours:", change.mine, !takes),
    option("theirs", "Take the one in the file:", change.theirs, takes),
  );
};

const take = async (changes, read, mine) => {
  const records = changes.filter(({ record }) => record);
  const pages = changes.filter(({ code }) => code);
  const before = pages.map(({ name }) => [name, codeOf(name)]);
  const what = `Took in ${changes.length ? plural(changes.length, "answer") : `${plural(read.length, "page")} read`}.`;
  mine.warn(await replace(records.map(({ name, record }) => [name, record]), what, before));
  for (const { name, code } of pages) putCode(name, code);
  for (const [page, note] of read) putNote(page, note);
  await mine.reload();
  await mine.offerUndo(what);
};

/** Show in the page of answers `mine` what the file would change there. */
export const open = async (file, mine) => {
  const { preview } = mine;
  const close = () => (preview.replaceChildren(), mine.unit.focus());
  let changes;
  let found;
  try {
    found = await readBackup(file);
    changes = await changesBy(found);
  } catch (error) {
    preview.replaceChildren();
    return mine.say(error.message);
  }
  const left = found.leftOut ? ` ${plural(found.leftOut, "entry", "entries")} in it could not be read and will be left out.` : "";
  if (!changes.length && !found.read.length) return mine.say(`“${file.name}” holds nothing that is not here already.${left}`);
  const fresh = changes.filter(({ mine: own }) => !own);
  const other = changes.filter(({ mine: own }) => own);
  const head = make("h2", { textContent: `What “${file.name}” would change`, tabIndex: -1 });
  const marks = found.read.length ? `, and ${plural(found.read.length, "page")} read` : "";
  const sum = `${plural(fresh.length, "answer")} that you do not have here, ${other.length} that you have with other words${marks}.${left}`;
  const list = fresh.map(({ label, theirs }) => make("li", {}, `${label}: `, make("span", { className: "mine-text", textContent: excerpt(theirs) })));
  const choices = other.map(choice);
  const accept = button("Take in", async () => {
    const chosen = other.filter((change, at) => choices[at].querySelector(":checked").value === "theirs");
    preview.replaceChildren();
    await take([...fresh, ...chosen], found.read, mine);
    mine.status.querySelector("button")?.focus();
  });
  const leave = button("Leave all as it is", () => {
    close();
    mine.say("Nothing was taken in.");
  });
  const details = fresh.length ? make("details", {}, make("summary", { textContent: "The new ones" }), make("ul", {}, ...list)) : null;
  preview.replaceChildren(head, make("p", { textContent: sum }), ...(details ? [details] : []), ...choices, make("div", { className: "mine-buttons" }, accept, leave));
  mine.say("");
  head.focus();
};
