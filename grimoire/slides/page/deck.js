// The slides run: with keys for the speaker's window, for light and dark, and for moving pictures.
// In the speaker's window they are shown small, and do what that window says.
"use strict";
(() => {
  const isPreview = window.location.search === "?preview";
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const root = document.documentElement;
  const deck = new Reveal({
    width: 1280,
    height: 720,
    margin: 0,
    minScale: 0.1,
    maxScale: 8,
    center: false,
    display: "flex",
    transition: calm || isPreview ? "none" : "fade",
    backgroundTransition: "none",
    hash: !isPreview,
    history: false,
    fragmentInURL: true,
    slideNumber: isPreview ? false : "c/t",
    controls: !isPreview,
    controlsTutorial: false,
    progress: !isPreview,
    keyboard: !isPreview,
    touch: !isPreview,
    postMessage: false,
    postMessageEvents: false,
    pdfSeparateFragments: false,
  });

  window.deck = deck; // for those who look behind the slides

  // -- colours

  function setTheme() {
    let theme = "";
    try {
      theme = window.localStorage.getItem("slides-theme") ?? "";
    } catch {
      // a browser that keeps nothing follows the system
    }
    root.dataset.theme = theme;
  }

  function turnTheme() {
    const isDark = getComputedStyle(root).colorScheme === "dark" ||
      (root.dataset.theme !== "light" && window.matchMedia("(prefers-color-scheme: dark)").matches);
    root.dataset.theme = isDark ? "light" : "dark";
    try {
      window.localStorage.setItem("slides-theme", root.dataset.theme);
    } catch {
      // it lasts as long as the slides are open
    }
  }

  setTheme();
  window.addEventListener("storage", setTheme);

  // -- what the speaker sees

  let speaker = null;

  function state() {
    const slides = deck.getSlides();
    const slide = deck.getCurrentSlide();
    const place = slides.indexOf(slide);
    const { f = -1 } = deck.getIndices();
    const minutes = slides.map((each) => Number(each.dataset.minutes));
    const sum = (list) => list.reduce((all, each) => all + each, 0);
    const hasMore = deck.availableFragments().next;
    return {
      place,
      step: f,
      next: hasMore ? [place, f + 1] : place + 1 < slides.length ? [place + 1, -1] : null,
      count: slides.length,
      title: slide.querySelector("h1, h2").textContent,
      part: slide.querySelector(".part")?.textContent ?? "",
      notes: slide.querySelector(".notes")?.innerHTML ?? "",
      minutes: minutes[place],
      until: sum(minutes.slice(0, place + 1)),
      whole: sum(minutes),
    };
  }

  function tell() {
    if (speaker && !speaker.closed) speaker.postMessage({ slides: "state", state: state() }, "*");
  }

  function openSpeaker() {
    speaker = window.open("speaker.html", "speaker", "width=1180,height=820");
  }

  function toggleFilm() {
    deck.getCurrentSlide().querySelector(".film-button")?.click();
  }

  if (!isPreview) {
    deck.addKeyBinding({ keyCode: 83, key: "S", description: "Speaker's window" }, openSpeaker);
    deck.addKeyBinding({ keyCode: 68, key: "D", description: "Light or dark" }, turnTheme);
    deck.addKeyBinding({ keyCode: 77, key: "M", description: "Moving picture" }, toggleFilm);
    for (const event of ["slidechanged", "fragmentshown", "fragmenthidden"]) deck.on(event, tell);
  }

  window.addEventListener("message", ({ source, data }) => {
    if (isPreview && source === window.parent && data?.slides === "go") {
      deck.slide(data.place, 0, data.step);
    } else if (source === speaker && data?.slides === "ready") {
      tell();
    } else if (source === speaker && data?.slides === "next") {
      deck.next();
    } else if (source === speaker && data?.slides === "prev") {
      deck.prev();
    }
  });

  deck.initialize().then(() => {
    document.querySelector(".reveal").removeAttribute("role"); // a reader may go through its text
    root.dataset.ready = "true";
    if (isPreview) window.parent.postMessage({ slides: "loaded" }, "*");
  });
})();
