// Moving pictures: each plays its frames in a loop while it is on the screen, until it is paused.
// Readers who want no motion, and pages without scripts, see the frames that tell the story.
"use strict";
(() => {
  const AT_THE_END = 1500; // milliseconds for which the last frame stands still
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  class Film {
    constructor(element) {
      this.element = element;
      const images = [...element.querySelectorAll(".frames img")];
      const dark = images.filter((image) => image.classList.contains("only-dark"));
      const light = images.filter((image) => !image.classList.contains("only-dark"));
      this.frames = light.map((image, i) => [image, dark[i]].filter(Boolean));
      this.pause = (1000 * Number(element.dataset.seconds)) / this.frames.length;
      this.button = document.createElement("button");
      this.button.type = "button";
      this.button.className = "film-button";
      this.button.addEventListener("click", () => this.toggle());
      element.append(this.button);
      this.plays = false;
      this.seen = false;
      this.tell();
    }

    tell() {
      this.button.textContent = this.plays ? "Pause" : "Play";
    }

    toggle() {
      this.plays = !this.plays;
      this.tell();
      if (this.plays) this.start();
      else clearTimeout(this.timer);
    }

    start() {
      for (const image of this.frames.flat()) image.loading = "eager";
      this.element.classList.add("runs");
      this.show(this.place ?? 0);
    }

    show(place) {
      this.place = place;
      for (const [i, images] of this.frames.entries()) {
        for (const image of images) image.classList.toggle("now", i === place);
      }
      this.element.dataset.frame = place + 1;
      clearTimeout(this.timer);
      if (!this.plays || !this.seen) return;
      const last = place === this.frames.length - 1;
      this.timer = setTimeout(
        () => this.show(last ? 0 : place + 1),
        last ? Math.max(AT_THE_END, this.pause) : this.pause,
      );
    }

    onScreen(seen) {
      this.seen = seen;
      if (seen && this.place === undefined && !calm.matches) this.toggle();
      else if (seen && this.plays) this.show(this.place);
    }
  }

  const films = new Map();
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) films.get(target).onScreen(isIntersecting);
  });
  for (const element of document.querySelectorAll(".film")) {
    films.set(element, new Film(element));
    watch.observe(element);
  }
})();
