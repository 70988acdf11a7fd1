// Keeps what is going on up to date without loading the page again: asks for a small piece of it, and puts in what
// changed. Once nothing goes on any more, the page is loaded once, to show how it ended.
"use strict";
let seen = "";
const place = document.querySelector("[data-live]");
function showEnd() {
  const here = new URL(window.location);
  here.searchParams.delete("done"); // what was said when it began holds no longer
  window.location.replace(here);
}
async function look() {
  if (document.hidden) return;
  const answer = await fetch(place.dataset.live, { credentials: "same-origin", redirect: "error" }).catch(() => null);
  if (!answer || !answer.ok) return;
  const text = await answer.text();
  const piece = new DOMParser().parseFromString(text, "text/html").body;
  if (!piece.textContent.trim()) { showEnd(); return; }
  if (text !== seen) { place.replaceChildren(...piece.childNodes); seen = text; }
}
if (place) window.setInterval(look, 3000);
