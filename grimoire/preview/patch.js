// Bring a page from one text to the next in place.
//
// `old` and `next` are the page as the server sent it before and sends it now. Scripts have changed the
// page on the screen since (replies, open folds, buttons), so only what differs between the two texts is
// touched. Where that is something a script works on, the whole article is put in anew, the scripts
// run as they do on a new page, and the reader's state is put back.

const ARTICLE = "article";
const SCRIPTED = ".block, .answers, .play, .review, pre, table, .video-card, script, iframe, form";
const AGAIN = /\/(blocks|copybutton|play|review)\b/;

// What stands around the article, and where it goes if the page had none before.
const AROUND = [
  ["title", (part) => document.head.append(part)],
  [".sidebar-tree", (part) => document.querySelector(".sidebar-scroll").append(part)],
  [".mobile-header [popovertarget=sections]", (part) => document.querySelector(".mobile-header").append(part)],
  [".toc-drawer", (part) => document.querySelector(".main").append(part)],
  [".related-pages", (part) => document.querySelector("footer").prepend(part)],
];

export function patch(old, next) {
  const live = document.querySelector(ARTICLE);
  const [before, after] = [old.querySelector(ARTICLE), next.querySelector(ARTICLE)];
  if (!live || !before || !after) return location.reload();
  const hold = landmark(live);
  const scripts = new Set(document.scripts);
  addFiles(next);
  const steps = [];
  if (plan(live, before, after, steps)) steps.forEach((step) => step());
  else putIn(live, after, scripts);
  for (const [part, add] of AROUND) putAround(part, add, old.querySelector(part), next.querySelector(part));
  dispatchEvent(new Event("resize"));
  hold();
}

// Small changes: which nodes to put where.

function plan(live, old, next, steps) {
  if (old.isEqualNode(next)) return true;
  if (!fits(live, old)) return false;
  if (old.nodeType === Node.TEXT_NODE && next.nodeType === Node.TEXT_NODE) {
    steps.push(() => (live.data = next.data));
    return true;
  }
  if (!sameTag(old, next)) return replace([live], [next], live.parentNode, live.nextSibling, steps);
  const [a, b, c] = [live, old, next].map(({ childNodes }) => [...childNodes]);
  if (a.length !== b.length) return false;
  let start = 0;
  while (start < Math.min(b.length, c.length) && b[start].isEqualNode(c[start])) start++;
  let end = 0;
  while (end < Math.min(b.length, c.length) - start && b.at(-1 - end).isEqualNode(c.at(-1 - end))) end++;
  const middle = (nodes) => nodes.slice(start, nodes.length - end);
  const [lives, olds, nexts] = [a, b, c].map(middle);
  if (olds.length === nexts.length) return olds.every((node, i) => plan(lives[i], node, nexts[i], steps));
  return replace(lives, nexts, live, a[a.length - end] ?? null, steps);
}

// Whether the node on the screen is still the one that was sent.
const fits = (live, old) =>
  live.nodeName === old.nodeName && (live.nodeType !== Node.TEXT_NODE || live.data === old.data);

const sameTag = (old, next) =>
  old.nodeName === next.nodeName && old.cloneNode(false).isEqualNode(next.cloneNode(false));

function replace(lives, nexts, parent, following, steps) {
  if ([...lives, ...nexts].some(isScripted)) return false;
  steps.push(() => {
    for (const node of nexts) parent.insertBefore(document.importNode(node, true), following);
    for (const node of lives) node.remove();
  });
  return true;
}

const isScripted = (node) =>
  node.nodeType === Node.ELEMENT_NODE && (node.matches(SCRIPTED) || !!node.querySelector(SCRIPTED));

// Great changes: a new article, with the reader's state.

// A script that was there before runs again; one that has come with the page runs when it arrives.
function putIn(live, after, before) {
  const article = document.importNode(after, true);
  const restore = stateOf(live);
  live.replaceWith(article);
  restore(article);
  for (const script of document.scripts) {
    if (!AGAIN.test(script.src)) continue;
    if (!before.has(script)) script.addEventListener("load", () => restore(article));
    else import(`${script.src.split("?")[0]}?again=${performance.now()}`).then(() => restore(article));
  }
}

function stateOf(article) {
  const open = new Map([...keyed(article, "details")].map(([key, { open }]) => [key, open]));
  const fields = [...keyed(article, "input, textarea, select")];
  const replies = new Map(fields.map(([key, { value, checked }]) => [key, { value, checked }]));
  const focused = fields.find(([, field]) => field === document.activeElement);
  const selection = focused && [focused[1].selectionStart, focused[1].selectionEnd];
  const put = new Map(); // what has been put in: a field that says otherwise was written in since
  return (fresh) => {
    for (const [key, fold] of keyed(fresh, "details")) fold.open = open.get(key) ?? fold.open;
    for (const [key, field] of keyed(fresh, "input, textarea, select")) {
      const reply = replies.get(key);
      if (!reply || (put.get(key) ?? field.value) !== field.value) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = reply.checked;
      else field.value = reply.value;
      put.set(key, field.value);
      if (key !== focused?.[0]) continue;
      field.focus({ preventScroll: true });
      if (selection[0] !== null) field.setSelectionRange?.(...selection);
    }
  };
}

// Each element by a name that it keeps when others come or go: that of the part it stands in, and its
// place among its kind there.
function* keyed(root, selector) {
  const count = new Map();
  for (const element of root.querySelectorAll(selector)) {
    const part = element.dataset.keep ?? element.parentElement.closest("[id]")?.id;
    const name = `${element.localName} ${part} ${element.type === "radio" ? element.value : ""}`;
    count.set(name, (count.get(name) ?? 0) + 1);
    yield [`${name} ${count.get(name)}`, element];
  }
}

// Hold what the reader looks at: the last named element above the middle of the screen stays there.
function landmark(article) {
  let id, top;
  for (const element of article.querySelectorAll("[id]:not(pre)")) {
    const place = element.getBoundingClientRect();
    if (place.top > innerHeight / 2) break;
    if (place.height) [id, top] = [element.id, place.top];
  }
  return () => {
    const now = id && document.getElementById(id);
    if (now) scrollBy({ top: now.getBoundingClientRect().top - top, behavior: "instant" });
  };
}

// What stands around the article.

function putAround(part, add, was, is) {
  const live = document.querySelector(part);
  if (!is) return live?.remove();
  if (live && was?.isEqualNode(is)) return;
  const fresh = document.importNode(is, true);
  const open = new Set([...(live?.querySelectorAll("input:checked") ?? [])].map(({ id }) => id));
  for (const box of fresh.querySelectorAll("input")) box.checked ||= open.has(box.id);
  if (live) live.replaceWith(fresh);
  else add(fresh);
}

function addFiles(next) {
  const has = (selector) => document.head.querySelector(selector) ?? document.body.querySelector(selector);
  for (const file of next.querySelectorAll("link[rel=stylesheet], script[src]")) {
    const name = file.localName === "link" ? "href" : "src";
    if (has(`${file.localName}[${name}="${CSS.escape(file.getAttribute(name))}"]`)) continue;
    const copy = document.createElement(file.localName);
    for (const { name, value } of file.attributes) copy.setAttribute(name, value);
    copy.async = false;
    document.head.append(copy);
  }
}
