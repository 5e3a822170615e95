// What a page does beyond being read: wide things take the keyboard, drawers and menus close behind
// whoever leaves them, and pages read to their end are marked in the list of pages.

const describe = (box) => {
  if (box.matches("pre")) return box.matches(".cell_output *") ? "Output" : "Code";
  return box.matches(".math-wrapper") ? "Formula" : "Table";
};

/** All boxes are measured before one is changed: each change in between would lay the page out anew. */
function makeScrollable() {
  const boxes = [...document.querySelectorAll("article pre, .table-wrapper, .math-wrapper, .text_html")];
  const measured = boxes.map((box) => ({
    box,
    sideways: box.scrollWidth > box.clientWidth,
    down: box.matches("pre") && box.scrollHeight > box.clientHeight + 1,
  }));
  for (const { box, sideways, down } of measured) {
    if (sideways || down) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", `${describe(box)}, scrolls${sideways ? " sideways" : ""}`);
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    }
  }
}

/** A drawer closes behind whoever follows a link in it, and when Tab leads out of it. */
function closeDrawers() {
  for (const drawer of document.querySelectorAll(".sidebar-drawer, .toc-drawer")) {
    const close = () => drawer.matches(":popover-open") && drawer.hidePopover();
    drawer.addEventListener("click", ({ target }) => target.closest("a") && close());
    document.addEventListener("focusin", ({ target }) => {
      if (!drawer.contains(target) && target.matches(":focus-visible")) close();
    });
  }
}

/** What surrounds the page in a phone's browser has its colour, and the button says which one is chosen. */
function followColours() {
  const edges = [...document.querySelectorAll("meta[name=theme-color]")];
  const papers = edges.map(({ content }) => content); // light, then dark
  const names = { light: "light", dark: "dark", auto: "as your system" };
  const follow = () => {
    const chosen = document.body.dataset.theme;
    edges.forEach((edge, at) => (edge.content = papers[{ light: 0, dark: 1 }[chosen] ?? at]));
    for (const button of document.querySelectorAll(".theme-toggle")) {
      button.setAttribute("aria-label", `Colours: ${names[chosen]}. Change them`);
    }
  };
  follow();
  new MutationObserver(follow).observe(document.body, { attributeFilter: ["data-theme"] });
}

/** A menu closes at Escape, at a click elsewhere, and when the focus leaves it. */
function closeMenus() {
  for (const menu of document.querySelectorAll("details.launch")) {
    const leave = ({ target }) => (menu.open &&= menu.contains(target));
    document.addEventListener("click", leave);
    document.addEventListener("focusin", leave);
    menu.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
}

/** A figure opens in full size; what shows it is loaded for the first one. Where it cannot be, the link is followed. */
function enlargeFigures() {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest(".enlarge") ?? event.target.closest(".enlarges")?.closest("picture, :not(picture) > img").nextElementSibling;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const { enlarge } = await import("./enlarge.js");
      await enlarge(link);
    } catch {
      location.assign(link.href);
    }
  });
}

/** Keep something for other pages; where the browser keeps no more, this page goes on. */
function keep(name, text) {
  try {
    localStorage.setItem(name, text);
  } catch {
    // It is kept as long as the page is open.
  }
}

// Which pages were read, each in an entry of its own, with the state of its sections on that day.

const address = (path) => path.replace(/\/index\.html$/, "/");
const root = new URL(document.documentElement.dataset.content_root ?? "./", location).pathname;

function takeOverList() {
  for (const path of localStorage.getItem("pages-read")?.split("\n") ?? []) {
    if (!localStorage.getItem(`read ${path}`)) keep(`read ${path}`, "{}");
  }
  localStorage.removeItem("pages-read");
}

function markReadPages() {
  const links = document.querySelectorAll(".sidebar-tree a.reference.internal");
  const entry = `read ${address(location.pathname)}`;
  let isRead = false; // this page, also where the browser keeps no more
  const show = () => {
    for (const link of links) {
      const name = `read ${address(link.pathname)}`;
      if (!(localStorage.getItem(name) || (isRead && name === entry)) || link.parentElement.matches(".read")) continue;
      link.parentElement.classList.add("read");
      link.insertAdjacentHTML("beforeend", '<span class="visually-hidden"> (read)</span>');
    }
  };
  takeOverList();
  show();
  const end = document.querySelector("footer");
  if (!end || !document.querySelector(".sidebar-tree .current-page")) return;
  const sections = document.querySelector("meta[name=sections]")?.content ?? "";
  const before = localStorage.getItem(entry);
  if (before && !before.includes(`"${sections}"`)) import("./desk/changed.js").then(({ say }) => say(before), console.error);
  new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    isRead = true;
    keep(entry, JSON.stringify({ on: new Date().toISOString().slice(0, 10), sections }));
    show();
  }).observe(end);
}

/** Where the reader leaves a page of a unit, so that the first page can lead back. */
function rememberPlace() {
  if (!document.querySelector(".page-unit") || document.querySelector(".progress-unit")) return;
  addEventListener("pagehide", () => {
    const above = [...document.querySelectorAll("article section[id]")].filter((one) => one.getBoundingClientRect().top < innerHeight / 3);
    keep(`last ${root}`, JSON.stringify({ address: location.pathname, id: above.at(-1)?.id ?? "" }));
  });
}

// A project says in the list of pages how many of its steps are done, as its own page has noted it.

function showSteps() {
  for (const link of document.querySelectorAll(".sidebar-tree a.reference.internal")) {
    const { done, of } = stepsOf(link.pathname.replace(/index\.html$/, ""));
    link.querySelector(".steps")?.remove();
    if (done) link.insertAdjacentHTML("beforeend", ` <span class="steps">${Number(done)} of ${Number(of)} steps</span>`);
  }
}

function stepsOf(address) {
  try {
    return Object(JSON.parse(localStorage.getItem(`steps ${address}`)));
  } catch {
    return {};
  }
}

/** In a long list of pages, begin where this page stands. */
function showPlace() {
  const list = document.querySelector(".sidebar-scroll");
  const place = list?.querySelector(".current-page");
  if (!place) return;
  const { top } = place.getBoundingClientRect();
  const box = list.getBoundingClientRect();
  if (top > box.bottom - 2 * place.firstElementChild.offsetHeight) list.scrollTop += top - box.top - box.height / 2;
}

const folder = document.currentScript.src;

/** With the reader's first move come links to tell of a problem, and buttons that copy code: nobody needs them before. */
function addWithTheFirstMove() {
  let hasBegun = false;
  const add = () => {
    if (hasBegun) return;
    hasBegun = true;
    import("./report.js").catch(() => {}); // the link at the page's foot is there without it
    for (const name of ["documentation_options", "clipboard.min", "copybutton"]) {
      const script = Object.assign(document.createElement("script"), { src: new URL(`${name}.js`, folder), async: false });
      document.head.append(script);
    }
  };
  for (const move of ["pointermove", "pointerdown", "keydown", "scroll"]) addEventListener(move, add, { once: true, passive: true });
}

closeDrawers();
followColours();
closeMenus();
enlargeFigures();
markReadPages();
rememberPlace();
showSteps();
requestAnimationFrame(showPlace);
addWithTheFirstMove();
document.addEventListener("steps", showSteps);
makeScrollable();
addEventListener("load", makeScrollable);
addEventListener("resize", makeScrollable);
