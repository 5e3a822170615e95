// A figure in full size, over the page: it begins as large as it was drawn, or as large as the
// screen; two buttons and the keys + and - enlarge it further, Escape goes back to the page.

const STEP = 1.25;
const LARGEST = 8;
const NARROW = 1.6; // a narrow drawing begins so much larger than the page shows it

const button = (text, name) => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.setAttribute("aria-label", name);
  return made;
};

const style = () =>
  new Promise((loaded, failed) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL("enlarge.css", import.meta.url);
    link.onload = loaded;
    link.onerror = failed;
    document.head.append(link);
  });

const styled = style();

class View {
  constructor() {
    this.box = document.createElement("dialog");
    this.box.className = "enlarged";
    this.sheet = document.createElement("div");
    this.sheet.className = "sheet";
    this.sheet.tabIndex = 0;
    this.smaller = button("−", "Smaller");
    this.larger = button("+", "Larger");
    const close = button("Close", "Close the figure");
    const bar = document.createElement("div");
    bar.className = "bar";
    bar.append(this.smaller, this.larger, close);
    this.box.append(bar, this.sheet);
    document.body.append(this.box);
    this.smaller.addEventListener("click", () => this.zoom(1 / STEP));
    this.larger.addEventListener("click", () => this.zoom(STEP));
    close.addEventListener("click", () => this.box.close());
    this.box.addEventListener("keydown", ({ key }) => {
      if (key === "+" || key === "=") this.zoom(STEP);
      if (key === "-") this.zoom(1 / STEP);
    });
  }

  /** Show the figure that a link stands behind; closing leads back to the link. */
  open(link) {
    const before = link.previousElementSibling;
    const image = before.querySelector("img") ?? before; // in a picture the browser has chosen a drawing
    this.picture = new Image();
    this.picture.src = image.currentSrc;
    this.picture.alt = image.alt;
    this.sheet.replaceChildren(this.picture);
    this.sheet.setAttribute("aria-label", image.alt);
    this.sheet.setAttribute("role", "group");
    this.box.setAttribute("aria-label", "The figure, enlarged");
    const stated = [...before.querySelectorAll("source")].find(({ media }) => matchMedia(media).matches) ?? image;
    const [width, height] = ["width", "height"].map((side) => stated.getAttribute(side) ?? image.naturalWidth);
    this.drawn = Number(width);
    link.focus(); // the browser leads back there
    this.box.showModal();
    const fits = Math.min(this.sheet.clientWidth / width, this.sheet.clientHeight / height);
    this.share = 1;
    const begins = stated === image ? 1 : (NARROW * image.clientWidth) / width;
    this.zoom(Math.max(begins, fits));
    this.sheet.focus();
  }

  /** Change the size, and keep in the middle what is there. */
  zoom(factor) {
    const { sheet } = this;
    const before = this.share;
    this.share = Math.min(LARGEST, Math.max(0.5, before * factor));
    const ratio = this.share / before;
    const middle = (start, length) => (start + length / 2) * ratio - length / 2;
    const left = middle(sheet.scrollLeft, sheet.clientWidth);
    const top = middle(sheet.scrollTop, sheet.clientHeight);
    this.picture.style.width = `${this.drawn * this.share}px`;
    sheet.scrollTo(left, top);
    this.smaller.disabled = this.share <= 0.5;
    this.larger.disabled = this.share >= LARGEST;
  }
}

let view;

export async function enlarge(link) {
  await styled;
  view ??= new View();
  view.open(link);
}
