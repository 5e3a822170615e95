// A result that is still to be predicted is printed at the end of the page, where it gives nothing away.
"use strict";
{
  let putBack = [];

  const putAtTheEnd = () => {
    const folds = document.querySelectorAll(".fold.result:not([open])");
    if (!folds.length) return;
    const end = document.createElement("section");
    end.className = "predicted";
    end.innerHTML = "<h2>What was to be predicted</h2>";
    for (const fold of folds) {
      const result = fold.lastElementChild;
      for (const image of result.querySelectorAll("img")) image.loading = "eager";
      end.append(result);
      putBack.push(() => fold.append(result));
    }
    document.querySelector("article").append(end);
    putBack.push(() => end.remove());
  };

  addEventListener("beforeprint", putAtTheEnd);
  addEventListener("afterprint", () => {
    for (const put of putBack) put();
    putBack = [];
  });
}
