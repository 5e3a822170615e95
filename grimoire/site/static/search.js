// Sphinx shows a piece of each page it found. A formula stands in a page three times (for the eye,
// for a screen reader, as TeX): one of them is enough there, and the page's head is none of its text.

const textOfPage = Search.htmlToText;

Search.htmlToText = (html, anchor) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const part of page.querySelectorAll(".katex-html, annotation, .page-head")) part.remove();
  return textOfPage(page.documentElement.outerHTML, anchor);
};
