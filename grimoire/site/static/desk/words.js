// What a question says, as text: formulas as TeX, code between fences.

const all = (selector, root) => [...root.querySelectorAll(selector)];

/** The words of an element on one line, without what the page adds to be pressed. */
export const textOf = (element) => {
  const copy = element.cloneNode(true);
  for (const extra of all(".headerlink, .report, button, script", copy)) extra.remove();
  for (const formula of all(".katex", copy)) {
    formula.textContent = `$${formula.querySelector("annotation").textContent}$`;
  }
  for (const image of all("img", copy)) image.replaceWith(image.alt);
  return copy.textContent.replace(/\s+/g, " ").trim();
};

const partOf = (element) => {
  const code = element.matches("pre") ? element : element.querySelector(":scope > .highlight > pre, :scope > div > pre");
  return code ? `\`\`\`\n${code.textContent.trimEnd()}\n\`\`\`` : textOf(element);
};

/** What a question is called: "Question 2.7. Why a bias?". */
export const titleOf = (block) => {
  const title = block.querySelector(".question-title");
  if (title) {
    const number = textOf(title.firstElementChild);
    return `${number}. ${textOf(title).slice(number.length)}`.trim().replace(/\. +/, ". ");
  }
  const prompts = all(".prompt", document);
  if (block.matches(".prompt")) return `Prompt ${prompts.indexOf(block) + 1}. ${textOf(block.firstElementChild)}`;
  return textOf(block.querySelector("label > span") ?? block);
};

/** What it asks, without its title, and nothing of replies, hints and answers. */
export const bodyOf = (block) =>
  [...block.children]
    .filter((child) => block.matches(".question") && !child.matches(".question-title, .reply, details, .block-note, .report"))
    .map(partOf)
    .join("\n\n");
