// What the reader takes away: the address, a picture, and links for a class that hide controls.

import { button, copy, download, make } from "../dom.js";
import { write } from "./address.js";
import { fieldOf } from "./fields.js";
import { pictureOf } from "./picture.js";

const SCALE = 2; // pixels of a PNG for each of the picture

export class Share {
  /** `on.states()` has the states with the epochs they have reached, `on.stage()` the chosen run. */
  constructor(base, on) {
    const note = make("p", { className: "play-note", role: "status" });
    const { options } = fieldOf("hide");
    const inputs = Object.keys(options).map((value) => make("input", { type: "checkbox", value }));
    const hidden = () => inputs.filter(({ checked }) => checked).map(({ value }) => value);
    const address = (hide) => `${base}#${write(on.states().map((state) => ({ ...state, hide })))}`;
    this.box = make(
      "div",
      { className: "play-share" },
      make(
        "p",
        { className: "play-row" },
        button("Copy link", () => copy(address(on.states()[0].hide), note, "Copied. The link opens the playground as it is now.")),
        button("Download picture (PNG)", () => savePng(on.stage(), note)),
        button("Download picture (SVG)", () => download("playground.svg", svgOf(on.stage()))),
      ),
      make("fieldset", { className: "play-set" }, make("legend", {}, "For teachers: a link that hides"), inputs.map((input) => make("label", { className: "play-tick" }, input, options[input.value])), button("Copy this link", () => copy(address(hidden()), note, "Copied. Whoever opens this link does not see those controls."))),
      note,
    );
  }
}

const svgOf = ({ run, maps }) => new Blob([pictureOf(run, maps)], { type: "image/svg+xml" });

async function savePng(stage, note) {
  const image = new Image();
  image.src = URL.createObjectURL(svgOf(stage));
  await image.decode();
  const canvas = make("canvas", { width: image.width * SCALE, height: image.height * SCALE });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  canvas.toBlob((blob) => {
    download("playground.png", blob);
    note.textContent = "The picture is among your downloads.";
  });
}
