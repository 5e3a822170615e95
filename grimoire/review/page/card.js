// One card: what is asked, what the reader does, and what is said to it. A choice takes one press, a
// number one line, and of a word the readers say themselves whether they knew it.

import { make } from "../../_static/desk/make.js";
import { readings } from "../../_static/desk/numbers.js";
import { nearest } from "./nearest.js";
import { named, nodesOf } from "./texts.js";

const UNREAD = "That is no number. Write one such as 0.5, 1/2 or −3.";
const OTHER = "Not that number.";

/**
 * The card as an element. `judged(isRight)` is called once, when it is known whether the answer is right,
 * and resolves when that is kept; `next()` is called when the reader is done with the card.
 */
export function cardOf(card, judged, next) {
  const source = new URL(`../../${card.source}`, import.meta.url);
  const view = {
    ask: make("div", { className: "review-asked" }, ...nodesOf(card.text)),
    reply: make("div", { className: "review-reply" }),
    said: make("div", { className: "review-said", role: "status" }),
    source: make("a", { href: source }, "On the page"),
    judged,
    next,
  };
  KINDS[card.kind](card, view);
  const below = card.kind === "term" ? [view.said, view.reply] : [view.reply, view.said];
  return make("div", { className: `review-card review-${card.kind}` }, view.ask, ...below);
}

const button = (content, onclick, className = "") => make("button", { type: "button", onclick, className }, ...content);

const KINDS = { choice, numeric, term };

function choice({ options, answer }, view) {
  const buttons = options.map((option) => button(nodesOf(option.text).map(named), () => press(option), "review-option"));
  const press = (chosen) => {
    options.forEach((option, i) => {
      buttons[i].disabled = true;
      buttons[i].classList.toggle("is-right", option.right);
      buttons[i].classList.toggle("is-wrong", option === chosen && !option.right);
    });
    end(view, chosen.right, [nodesOf(chosen.said), nodesOf(answer)]);
  };
  view.reply.append(make("div", { className: "review-options", role: "group", "aria-label": "Answers" }, ...buttons));
}

function numeric({ options, answer }, view) {
  const input = make("input", { type: "text", inputMode: "decimal", autocomplete: "off", "aria-label": "Your number" });
  const check = make("button", { type: "submit" }, "Check");
  const onsubmit = (event) => {
    event.preventDefault();
    const numbers = readings(input.value);
    if (!numbers.length) return view.said.replaceChildren(UNREAD);
    const option = nearest(options, numbers);
    input.disabled = check.disabled = true;
    end(view, Boolean(option?.right), [option ? nodesOf(option.said) : [make("p", {}, OTHER)], nodesOf(answer)]);
  };
  view.reply.append(make("form", { className: "review-row", "aria-label": "Your answer", noValidate: true, onsubmit }, input, check));
}

function term({ answer }, view) {
  const show = button(["Show"], () => {
    show.remove();
    view.said.replaceChildren(...nodesOf(answer));
    const judge = (isRight) => async () => {
      await view.judged(isRight);
      view.next();
    };
    const knew = button(["I knew it"], judge(true), "is-main");
    view.reply.append(knew, button(["Not yet"], judge(false)), view.source);
    knew.focus();
  }, "is-main");
  view.reply.classList.add("review-row");
  view.reply.append(show);
}

/** Say whether it was right, and what there is to say; then go on. */
function end({ said, source, judged, next }, isRight, texts) {
  judged(isRight);
  const verdict = make("p", { className: isRight ? "review-right" : "review-wrong" }, isRight ? "Right." : "Not right: it comes again in ten minutes.");
  const on = button(["Next"], next, "is-main");
  said.replaceChildren(verdict, ...texts.flat(), make("div", { className: "review-row" }, on, source));
  on.focus();
}
