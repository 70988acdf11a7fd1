// The page as it stands, without scripts and styles; what is not seen is marked hidden, what stands in shadow trees and
// in frames without an address of their own stands where it is seen.
() => {
  const gone = "script, noscript, style, template, link[rel~=stylesheet]";
  const inert = document.implementation.createHTMLDocument("");
  const withinOf = (e) => {
    const inner = innerOf(e);
    if (inner) return inner.body ? inner.body.childNodes : inner.childNodes;
    const given = e.localName === "slot" ? e.assignedNodes() : [];
    return given.length ? given : e.childNodes;
  };
  const taken = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return inert.importNode(node);
    if (node.matches(gone)) return null;
    const isWritten = node.localName === "iframe" && innerOf(node);
    const made = isWritten ? inert.createElement("div") : inert.importNode(node, false);
    if (!node.closest("head")) {
      const style = getComputedStyle(node);
      if (style.display === "none" || style.visibility === "hidden") made.setAttribute("hidden", "");
      if (node.localName === "option") made.toggleAttribute("selected", node.selected);
      if (node.disabled) made.setAttribute("disabled", "");
    }
    for (const child of withinOf(node)) { const copy = taken(child); if (copy) made.append(copy); }
    return made;
  };
  return "<!doctype html>\n" + taken(document.documentElement).outerHTML;
}
