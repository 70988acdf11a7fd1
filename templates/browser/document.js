// The page as it stands, without scripts and styles; what is not seen is marked hidden.
() => {
  const live = document.documentElement, copy = live.cloneNode(true);
  const seen = [...live.querySelectorAll("*")], kept = [...copy.querySelectorAll("*")];
  seen.forEach((element, place) => {
    const style = getComputedStyle(element);
    if (element.closest("head")) return;
    if (style.display === "none" || style.visibility === "hidden") kept[place].setAttribute("hidden", "");
    if (element.disabled) kept[place].setAttribute("disabled", "");
  });
  copy.querySelectorAll("script, noscript, style, template, link[rel~=stylesheet]").forEach((gone) => gone.remove());
  return "<!doctype html>\n" + copy.outerHTML;
}
