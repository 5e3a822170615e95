// A self-test: nothing is judged while the reader works on it. Then the page checks all answers at
// once, and says whether to go on, or what to read first.
"use strict";
{
  const test = document.querySelector(".self-test");
  const items = [...test.querySelectorAll("tbody tr")].map((row) => {
    const link = row.cells[0].querySelector("a");
    return { row, link, question: document.querySelector(link.hash), sections: row.cells[2] };
  });
  const scale = test.querySelector(".self-test-enough");
  const enough = Number(scale.textContent);

  const make = (name, text = "", parts = []) => {
    const element = document.createElement(name);
    element.append(text, ...parts);
    return element;
  };

  const button = make("button", "See my result");
  button.type = "button";
  const result = make("div");
  result.className = "self-test-result";
  result.setAttribute("role", "status");
  scale.parentElement.before(button, result);

  const open = (isOpen) => {
    test.classList.toggle("in-test", isOpen);
    for (const { question } of items) question.classList.toggle("in-test", isOpen);
  };

  const isAnswered = (question) =>
    Boolean(question.querySelector(":checked") || question.querySelector(".numeric input")?.value.trim());

  /** Whether the reply is right, wrong, or none that can be read. */
  const judge = async (question) => {
    const box = question.querySelector(".numeric");
    if (box && isAnswered(question)) {
      const checked = new Promise((resolve) => box.addEventListener("checked", resolve, { once: true }));
      box.querySelector("button").click();
      await checked;
    }
    const said = question.querySelector(
      ".choice > :checked ~ * .verdict, .numeric .feedback:not([hidden]) .verdict",
    );
    if (!said) return "open";
    return said.classList.contains("right") ? "right" : "wrong";
  };

  const linksOf = (element) => [...element.querySelectorAll("a")].map((link) => link.cloneNode(true));

  /** The sections to read, each once, with the questions that led to it. */
  const toRead = (missed) => {
    const found = new Map();
    for (const { link, sections } of missed) {
      for (const section of linksOf(sections)) {
        const entry = found.get(section.href) ?? { section, questions: [] };
        entry.questions.push(link.textContent.replace(/^\D+/, ""));
        found.set(section.href, entry);
      }
    }
    return [...found.values()].map(({ section, questions }) => {
      const word = questions.length > 1 ? "questions" : "question";
      return make("li", section, [` (${word} ${questions.join(", ")})`]);
    });
  };

  const tell = (judged) => {
    const right = judged.filter(({ verdict }) => verdict === "right").length;
    const open = judged.filter(({ verdict }) => verdict === "open").length;
    const missed = judged.filter(({ verdict }) => verdict !== "right");
    const start = linksOf(test.querySelector(".self-test-start"));
    const score = make("strong", `${right} of ${judged.length} right. `);
    const said = right >= enough ? ["Start ", ...start, "."] : ["Not yet ", ...start, "."];
    const lines = [make("p", score, said)];
    if (open) {
      const words = open > 1 ? `${open} questions have` : "1 question has";
      lines.push(make("p", `${words} no answer that can be read, and count${open > 1 ? "" : "s"} as not yet known.`));
    }
    if (missed.length) {
      lines.push(make("p", right >= enough ? "On the way, look at these sections:" : "First read these sections:"));
      lines.push(make("ul", "", toRead(missed)));
    }
    result.replaceChildren(...lines);
  };

  const show = async () => {
    open(false);
    const judging = items.map(async (item) => ({ ...item, verdict: await judge(item.question) }));
    const judged = await Promise.all(judging);
    for (const { row, verdict } of judged) row.dataset.verdict = verdict;
    tell(judged);
  };

  const reset = () => {
    open(true);
    for (const { row } of items) delete row.dataset.verdict;
    result.replaceChildren();
  };

  const addReview = ({ question, sections }) => {
    question.querySelector(".numeric .other")?.append(make("p", "To review: ", linksOf(sections)));
  };

  for (const item of items) addReview(item);
  open(true);
  button.addEventListener("click", show);
  const isJudged = () => result.childElementCount > 0;
  // The fields of the page say that they show something else: after a clearing all of them are empty.
  const resetWhenCleared = () => {
    if (isJudged() && !items.some(({ question }) => isAnswered(question))) reset();
  };
  document.addEventListener("shown", resetWhenCleared, true);
  document.addEventListener("answers", ({ detail }) => {
    const words = [...result.children].map(({ textContent }) => textContent.trim()).join("\n\n");
    if (words) detail.push(`**Result of the self-test**\n\n${words}`);
  });
}
