// The texts of the page, each as it stands.
() => everywhere("*").filter((e) => !e.children.length).map((e) => (e.textContent || "").trim()).filter(Boolean)
