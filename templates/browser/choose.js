// Presses what bears these words: a tab, a button, an entry of a box. By the column's name alone, only a tab among others
// that leads to no other page and is not the one shown; where rows are shown, another must be marked as the one. Says
// whether it was pressed.
({ words, byName, showsRows }) => {
  const plain = (text) => (text || "").replace(/\s+/g, "");
  const isSeen = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== "hidden";
  const isOff = (e) => e.disabled || e.closest("[disabled], [aria-disabled=true]") !== null;
  const bears = (e) => plain(e.value && e.localName === "input" ? e.value : e.innerText) === plain(words);
  const entry = everywhere("select option").find((e) => isSeen(e.parentElement.closest("select")) && plain(e.textContent) === plain(words));
  if (!byName && entry) {
    const box = entry.closest("select");
    box.value = entry.value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }
  const all = everywhere("a, button, input, li, span, div, p, td, em, i, b, strong, dt, dd, label, h2, h3, h4, [role=tab]");
  const found = all.filter((e) => isSeen(e) && !isOff(e) && bears(e));
  const inner = found.filter((e) => !found.some((other) => other !== e && e.contains(other)));
  const press = (e) => {
    const link = e.closest("a") || e;
    if (link.target) link.target = "_self";
    e.scrollIntoView({ block: "center" });
    e.click();
    return true;
  };
  if (!byName) {
    const likely = inner.filter((e) => e.closest("[role=tab], button, input, [class*=tab], [class*=btn]"));
    const chosen = likely[0] || inner[0];
    return chosen ? press(chosen) : false;
  }
  const leads = (e) => { const link = e.closest("a"); return link && !/^(#|javascript:|$)/i.test(link.getAttribute("href") || ""); };
  const groupOf = (e) => {
    while (e && e.parentElement && [...e.parentElement.children].filter((other) => other.localName === e.localName).length < 2) e = e.parentElement;
    return e && e.parentElement && e.parentElement !== document.body ? e : null;
  };
  const isOne = (e) => [e, ...e.querySelectorAll("*")].some((one) =>
    one.getAttribute("aria-selected") === "true" || /(^|[-_\s])(is-)?(on|active|cur(rent)?|select(ed)?|checked|this|hover)($|[-_\s])/i.test(one.getAttribute("class") || ""));
  for (const e of inner) {
    const own = leads(e) ? null : groupOf(e);
    if (!own || isOne(own)) continue;
    const others = [...own.parentElement.children].filter((other) => other !== own && other.localName === own.localName);
    if (others.some((other) => plain(other.innerText).length > 20)) continue;
    if (showsRows && !others.some(isOne)) continue;
    return press(e);
  }
  return false;
}
