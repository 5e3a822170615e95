// What is shown, as Markdown and as a page that needs nothing else.

const date = () => new Intl.DateTimeFormat("en-GB", { dateStyle: "long" }).format(new Date());

const fenced = (code) => {
  const fence = "`".repeat(Math.max(3, ...(code.match(/`+/g) ?? []).map((run) => run.length + 1)));
  return `${fence}python\n${code}\n${fence}`;
};

const quoted = (text) => text.replace(/^/gm, "> ").replace(/^> $/gm, ">");

/** The line below the title: who, where from, when. */
export const headLine = ({ name, course }) => [name, course, date()].filter(Boolean).join(" · ");

const itemAsMarkdown = (item, withText) =>
  [
    `### ${item.title}`,
    item.note && `*${item.note}*`,
    withText && item.text && quoted(item.text),
    item.kind === "code" ? fenced(item.reply) : item.reply.trim(),
    item.verdict,
  ].filter(Boolean);

/** `shown` is { title, name, course, withText, pages }. */
export const asMarkdown = (shown) =>
  [
    `# ${shown.title}`,
    headLine(shown),
    ...shown.pages.flatMap((page) => [
      `## ${page.title}`,
      ...(page.address ? [page.address] : []),
      ...page.items.flatMap((item) => itemAsMarkdown(item, shown.withText)),
    ]),
  ].join("\n\n") + "\n";

const STYLE = `
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; color: #1d1b26; background: #fffdf8; font: 1.05rem/1.55 Georgia, serif; }
h1, h2, h3 { line-height: 1.25; } h2 { margin-top: 2.2em; border-bottom: 1px solid #b7a57a; } a { color: #4b2e83; }
blockquote { margin: .5em 0; padding-left: 1em; border-left: 2px solid #b7a57a; color: #5f5b6b; }
blockquote, .reply, pre { white-space: pre-wrap; overflow-wrap: anywhere; } .note { color: #5f5b6b; font-style: italic; }
pre { padding: .7em 1em; background: #f8f4ec; font: .9rem/1.5 monospace; } h3, .reply { break-inside: avoid-page; }
@media (prefers-color-scheme: dark) { body { color: #e9e6f2; background: #15131c; } a { color: #b9a3e3; } blockquote, .note { color: #aaa4b8; } pre { background: #1d1a26; } }
@media print { body { margin: 0; color: #000; background: none; } }
`;

/** A whole page; every word in it is put in as text. */
export const asPage = (shown) => {
  const page = document.implementation.createHTMLDocument(shown.title);
  const put = (parent, tag, text, properties = {}) => {
    const element = Object.assign(page.createElement(tag), properties);
    element.textContent = text;
    parent.append(element, "\n");
    return element;
  };
  page.documentElement.lang = "en";
  page.head.prepend(Object.assign(page.createElement("meta"), { name: "viewport", content: "width=device-width" }));
  const charset = page.createElement("meta");
  charset.setAttribute("charset", "utf-8");
  page.head.prepend(charset);
  put(page.head, "style", STYLE);
  put(page.body, "h1", shown.title);
  put(page.body, "p", headLine(shown));
  for (const { title, address, items } of shown.pages) {
    const heading = put(page.body, "h2", address ? "" : title);
    if (address) put(heading, "a", title, { href: address });
    for (const item of items) {
      put(page.body, "h3", item.title);
      if (item.note) put(page.body, "p", item.note, { className: "note" });
      if (shown.withText && item.text) put(page.body, "blockquote", item.text);
      put(page.body, item.kind === "code" ? "pre" : "div", item.reply, { className: "reply" });
      if (item.verdict) put(page.body, "p", item.verdict, { className: "note" });
    }
  }
  return `<!doctype html>\n${page.documentElement.outerHTML}\n`;
};
