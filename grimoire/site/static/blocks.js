// What the teaching blocks do beyond being read: keep the reader's replies in this browser, check
// numbers, count words, copy all replies of the page as Markdown, and play a video after a click.
"use strict";
{
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const fields = all("[data-keep]");
  const bar = document.querySelector(".answers");

  // Replies are kept in one entry for each page: { name of the field: reply }.

  const entryOf = ({ pathname }) => "replies " + pathname.replace(/index\.html$/, "");

  const kept = (page = location) => {
    try {
      return Object(JSON.parse(localStorage.getItem(entryOf(page))));
    } catch {
      return {};
    }
  };

  const keep = (name, reply) => {
    const replies = { ...kept(), [name]: reply || undefined };
    try {
      localStorage.setItem(entryOf(location), JSON.stringify(replies));
      return !localStorage.isBrief;
    } catch {
      return false;
    }
  };

  /** Say where the reader is that what is written here will be gone. */
  const warn = (field) => {
    if (document.querySelector(".unkept")) return;
    const note = document.createElement("p");
    note.className = "unkept";
    note.setAttribute("role", "status");
    field.closest(".block").append(note);
    note.textContent = `This browser keeps nothing for this site. ${bar ? "Copy your answers" : "Write it down"} before you leave.`;
  };

  const isMark = (field) => field.type === "radio" || field.type === "checkbox";
  const replyOf = (field) => (isMark(field) && !field.checked ? "" : field.value.trim());

  const restore = () => {
    const replies = kept();
    for (const field of fields) {
      const reply = replies[field.dataset.keep] ?? "";
      if (isMark(field)) field.checked = reply === field.value;
      else field.value = reply;
      show(field);
    }
  };

  const show = (field) => {
    const question = field.closest(".question");
    question?.classList.toggle("answered", all("[data-keep]", question).some(replyOf));
    const words = field.parentElement.querySelector(".words");
    if (words) countWords(field, words);
    const number = field.closest(".numeric");
    if (number) for (const feedback of all(".feedback", number)) feedback.hidden = true;
  };

  /** Beside a question that was asked before, show what the reader has answered there. */
  const showAsked = () => {
    for (const box of all("[data-asked]")) {
      const reply = kept(box.parentElement.querySelector("a"))[box.dataset.asked] ?? "";
      box.querySelector("blockquote").textContent = reply;
      box.hidden = !reply;
    }
  };

  const countWords = (field, words) => {
    const count = (field.value.match(/\S+/g) ?? []).length;
    const enough = count >= words.dataset.least ? " ✓" : "";
    words.textContent = `${count} of at least ${words.dataset.least} words${enough}`;
    if (count) field.closest("details").open = true;
  };

  // A comma is read as a decimal point, and also as a mark between thousands where it may be one.

  const readings = (text) => {
    const plain = text.replace(/[\s_]/g, "").replace("−", "-");
    const [above, below = "1"] = plain.replaceAll(",", ".").split("/");
    const grouped = /^[-+]?[1-9]\d{0,2}([.,]\d{3})+$/.test(plain) ? plain.replace(/[.,]/g, "") : NaN;
    return [above && below ? above / below : NaN, Number(grouped)].filter(Number.isFinite);
  };

  const check = (box) => {
    const values = readings(box.querySelector("input").value);
    const distance = (value) => Math.min(...values.map((given) => Math.abs(given - value)));
    const slack = (value) => Number(box.dataset.tolerance) + 1e-9 * Math.abs(value);
    const [nearest] = all("[data-value]", box)
      .filter(({ dataset: { value } }) => distance(value) <= slack(value))
      .sort((a, b) => distance(a.dataset.value) - distance(b.dataset.value));
    const shown = nearest ?? box.querySelector(values.length ? ".other" : ".unread");
    for (const feedback of all(".feedback", box)) feedback.hidden = feedback !== shown;
  };

  // Arrow keys go from one choice to the next without choosing it: that would give its verdict away.

  const ARROWS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

  const goOn = (event) => {
    const step = ARROWS[event.key];
    if (!step || event.target.type !== "radio") return;
    event.preventDefault();
    const choices = all("[type=radio]", event.currentTarget);
    choices.at((choices.indexOf(event.target) + step) % choices.length).focus();
  };

  // The page's replies as Markdown, formulas as TeX, to post in a chat.

  const textOf = (element) => {
    const copy = element.cloneNode(true);
    for (const link of all(".headerlink", copy)) link.remove();
    for (const formula of all(".katex", copy)) {
      formula.textContent = `$${formula.querySelector("annotation").textContent}$`;
    }
    return copy.textContent.replace(/\s+/g, " ").trim();
  };

  const headOf = (block) => {
    const title = block.querySelector(".question-title");
    if (!title) return `Prompt ${all(".prompt").indexOf(block) + 1}. ${textOf(block.firstElementChild)}`;
    const number = textOf(title.firstElementChild);
    return `${number}. ${textOf(title).slice(number.length)}`.trim().replace(/\. +/, ". ");
  };

  // Others add theirs, such as code that the reader has changed: they listen for "answers".
  const ofOthers = () => {
    const others = [];
    document.dispatchEvent(new CustomEvent("answers", { detail: others }));
    return others;
  };

  const asMarkdown = () => [...ofFields(), ...ofOthers()];

  const ofFields = () =>
    fields
      .filter((field) => field.type !== "checkbox" && replyOf(field))
      .map((field) => {
        const reply = field.type === "radio" ? textOf(field.nextElementSibling) : replyOf(field);
        return `**${headOf(field.closest(".question, .prompt"))}**\n\n${reply}`;
      });

  const say = (text) => {
    if (bar) bar.querySelector("[role=status]").textContent = text;
  };

  const copyReplies = async () => {
    const replies = asMarkdown();
    if (!replies.length) return say("There is no answer on this page yet.");
    const page = `# ${textOf(document.querySelector("h1"))}\n\n${location.href.split("#")[0]}`;
    const text = [page, ...replies].join("\n\n") + "\n";
    try {
      await navigator.clipboard.writeText(text);
      say(`Copied ${replies.length} ${replies.length > 1 ? "answers" : "answer"}.`);
    } catch {
      say("This browser does not let the page copy. Copy the text below yourself.");
      const box = bar.querySelector("textarea") ?? bar.appendChild(document.createElement("textarea"));
      box.setAttribute("aria-label", "Your answers");
      box.readOnly = true;
      box.value = text;
      box.select();
    }
  };

  const clearReplies = () => {
    if (!confirm("Clear your answers on this page? They cannot be brought back.")) return;
    for (const field of fields) if (field.type !== "checkbox") keep(field.dataset.keep, "");
    restore();
    say("Cleared.");
  };

  // Nothing comes from YouTube before the card is clicked; afterwards the card is a plain link.

  const play = (event) => {
    const card = event.currentTarget;
    const playing = card.previousElementSibling?.matches("iframe");
    if (playing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.src = card.dataset.embed;
    frame.title = card.dataset.title;
    frame.allow = "autoplay; encrypted-media; picture-in-picture";
    frame.allowFullscreen = true;
    card.before(frame);
    frame.focus();
  };

  restore();
  showAsked();
  addEventListener("pageshow", showAsked); // who answers there and comes back has the page as it was
  for (const field of fields) {
    field.addEventListener("input", () => {
      if (!keep(field.dataset.keep, isMark(field) ? replyOf(field) : field.value)) warn(field);
      show(field);
    });
  }
  for (const box of all(".numeric")) {
    box.querySelector("button").addEventListener("click", () => check(box));
    box.addEventListener("keydown", (event) => event.key === "Enter" && check(box));
  }
  for (const choices of all("fieldset.reply")) choices.addEventListener("keydown", goOn);
  for (const card of all(".video-card")) card.addEventListener("click", play);
  bar?.querySelector("[data-do=copy]").addEventListener("click", copyReplies);
  bar?.querySelector("[data-do=clear]").addEventListener("click", clearReplies);
}
