// Stands before each of the others: the page with its open shadow trees and the frames that its scripts have written.
const innerOf = (e) => e.shadowRoot || (e.localName === "iframe" && !/^https?:/i.test(e.src) && e.contentDocument) || null;
const rootsOf = (root) => [root, ...[...root.querySelectorAll("*")].map(innerOf).filter(Boolean).flatMap(rootsOf)];
const everywhere = (css) => rootsOf(document).flatMap((root) => [...root.querySelectorAll(css)]);
const allText = () => rootsOf(document).map((root) => (root.body || root).textContent || "").join(" ");
