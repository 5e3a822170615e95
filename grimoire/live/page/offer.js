// What the reader wrote into a cell that the page has changed since: the reader's code beside the new one.

const make = (tag, facts, ...children) => {
  const made = Object.assign(document.createElement(tag), facts);
  made.append(...children);
  return made;
};

/** Offer `code` below the cell; `take` and `leave` do what the reader chooses. */
export const offer = (cell, code, take, leave) => {
  const choice = (textContent, act) => {
    const button = make("button", { type: "button", textContent });
    button.addEventListener("click", () => {
      box.remove();
      act();
      cell.focus();
    });
    return button;
  };
  const box = make(
    "div",
    { className: "live-offer" },
    make("p", { textContent: "The page’s code here has changed since you edited it. Yours is kept." }),
    make("details", {}, make("summary", { textContent: "Show your code" }), make("pre", { textContent: code })),
    make("div", { className: "live-choices" }, choice("Use mine", take), choice("Keep the page’s", leave)),
  );
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", `Your code of ${cell.label.toLowerCase()}`);
  cell.bar.after(box);
};
