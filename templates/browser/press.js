// Takes the step to the next page as a person would: where it is given to be, 下一页, the next number, 加载更多, else the
// page is scrolled on by less than what is in view, as some hold no other rows. Says what was done; "end": it stands at
// its end already.
({ step, given, next, more }) => {
  const isNext = new RegExp("^(?:" + next + ")$", "i"), isMore = new RegExp("^(?:" + more + ")$", "i");
  const isSeen = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== "hidden";
  const isOff = (e) =>
    e.disabled || e.closest("[disabled], [aria-disabled=true]") !== null ||
    [e, e.parentElement].some((one) => one && /(^|[-_\s])(is-)?(disabled?|unable|gray|grey|off)($|[-_\s])/i.test(one.className));
  const words = (e) => (e.value && e.tagName === "INPUT" ? e.value : e.innerText || "").trim();
  const named = (e) => [words(e), e.title, e.getAttribute("aria-label")].map((text) => (text || "").trim());
  const isSlide = (e) => e.closest("[class*=swiper], [class*=slick], [class*=carousel], [class*=slide], [class*=banner], " +
    "[class*=calendar], [class*=picker], [id*=calendar]") !== null;
  const marked = (e) => /(^|[-_\s])next($|[-_\s])/i.test(e.className) && /^(A|BUTTON|LI|SPAN)$/.test(e.tagName);
  const press = (e) => {
    const link = e.tagName === "A" ? e : e.querySelector("a") || e;
    if (link.target) link.target = "_self";
    link.scrollIntoView({ block: "center" });
    link.click();
  };
  const all = everywhere("a, button, input, li, span, div, p, td, em, i").filter(
    (e) => isSeen(e) && words(e).length <= 20 && !isSlide(e));
  const inner = (found) => found.filter((e) => !found.some((other) => other !== e && e.contains(other)));
  const last = (found) => found[found.length - 1];
  if (given) {
    const told = /^(.*?):lexbor-contains\("([^"]*)"\)$/.exec(given);
    const places = told ? everywhere(told[1]).filter((e) => words(e).includes(told[2])) : everywhere(given);
    const steps = places.flatMap((e) => (named(e).some((text) => isNext.test(text) || isMore.test(text)) || !e.children.length
      ? [e] : [...e.querySelectorAll("a, button, li, span")].filter((one) => named(one).some((text) => isNext.test(text)))));
    const chosen = last(steps.filter(isSeen)) || (places.length === 1 ? places[0] : null);
    if (chosen) { if (isOff(chosen)) return "none"; press(chosen); return "next"; }
  }
  const nexts = inner(all.filter((e) => named(e).some((text) => isNext.test(text)))).concat(inner(all.filter(marked)));
  if (nexts.length) {
    const live = nexts.filter((e) => !isOff(e));
    if (!live.length) return "none";
    press(last(live));
    return "next";
  }
  const numbers = inner(all.filter((e) => words(e) === String(step) && !e.closest("table")));  // nor a calendar's day
  const beside = numbers.filter((e) => e.parentElement && [...(e.parentElement.children.length > 1 ? e.parentElement : e.parentElement.parentElement || e).children]
    .some((other) => words(other) === String(step - 1)));
  if (beside.length) { press(last(beside)); return "next"; }
  const mores = inner(all.filter((e) => named(e).some((text) => isMore.test(text))));
  if (mores.length) { press(last(mores)); return "more"; }
  let moved = false;
  const scroll = (e, top) => { const was = e.scrollTop; e.scrollTo({ top, behavior: "instant" }); moved = moved || e.scrollTop > was; };
  for (const e of [document.scrollingElement || document.documentElement, ...everywhere("body *")]) {
    const isPage = e === document.scrollingElement, seen = isPage ? window.innerHeight : e.clientHeight;
    if (e.scrollHeight > seen + 40 && (isPage || /(auto|scroll)/.test(getComputedStyle(e).overflowY))) scroll(e, e.scrollTop + 0.7 * seen);
  }
  window.dispatchEvent(new Event("scroll"));
  return moved ? "scroll" : "end";
}
