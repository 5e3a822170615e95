// The line on the home page: how many cards are due. It reads the reader's cards, and not the deck.

import { make, plural } from "../../_static/desk/make.js";
import { all, watch } from "./box.js";
import { dueOf } from "./schedule.js";

const PAGE = new URL("../../review.html", import.meta.url);

export async function open(box) {
  const show = async () => {
    const count = dueOf(await all(), Date.now()).length;
    const words = `${plural(count, "card is", "cards are")} due for review`;
    box.replaceChildren(...(count ? [make("p", {}, make("a", { href: PAGE }, words))] : []));
  };
  watch(show);
  await show();
}
