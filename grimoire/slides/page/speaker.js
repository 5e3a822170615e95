// The speaker's window follows the slides that opened it, and sends its keys back to them.
"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const slides = window.opener;
  const frames = { now: find("now"), after: find("after") };
  let state = null;

  function show() {
    find("part").textContent = state.part;
    find("place").textContent = `Slide ${state.place + 1} of ${state.count}`;
    find("title").textContent = state.title;
    const notes = document.createRange().createContextualFragment(state.notes);
    find("notes").replaceChildren(notes);
    find("notes").scrollTop = 0;
    go(frames.now, [state.place, state.step]);
    frames.after.hidden = !state.next;
    find("end").hidden = Boolean(state.next);
    if (state.next) go(frames.after, state.next);
    tick();
  }

  function go(frame, [place, step]) {
    frame.contentWindow.postMessage({ slides: "go", place, step }, "*");
  }

  // -- the clock: milliseconds before the last start, and when that was

  let before = 0;
  let since = null;

  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

  function tick() {
    const elapsed = Math.floor((before + (since === null ? 0 : Date.now() - since)) / 1000);
    find("elapsed").textContent = clock(elapsed);
    if (!state) return;
    find("plan").textContent =
      `this slide ends at ${clock(60 * state.until)}, the lecture at ${clock(60 * state.whole)}`;
    document.body.classList.toggle("late", elapsed > 60 * state.until);
  }

  function run() {
    before += since === null ? 0 : Date.now() - since;
    since = since === null ? Date.now() : null;
    find("run").textContent = since === null ? "Start the clock" : "Stop the clock";
    tick();
  }

  function reset() {
    before = 0;
    since = since === null ? null : Date.now();
    tick();
  }

  setInterval(tick, 500);

  // -- what goes to the slides

  function send(what) {
    if (slides) slides.postMessage({ slides: what }, "*");
  }

  find("prev").addEventListener("click", () => send("prev"));
  find("next").addEventListener("click", () => send("next"));
  find("run").addEventListener("click", run);
  find("reset").addEventListener("click", reset);
  const KEYS = {
    ArrowRight: "next", PageDown: "next", n: "next", ArrowLeft: "prev", PageUp: "prev", p: "prev",
  };
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !KEYS[event.key]) return;
    event.preventDefault();
    send(KEYS[event.key]);
  });
  window.addEventListener("message", ({ source, data }) => {
    if (source === slides && data?.slides === "state") {
      state = data.state;
      show();
    } else if (data?.slides === "loaded" && state) {
      show();
    }
  });
  send("ready");
})();
