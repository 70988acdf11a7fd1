// All the page says now, figures aside (a clock that ticks is no change), where it leads, and how many elements it has.
() => [
  allText().replace(/\d+/g, "0"),
  everywhere("a[href]").map((e) => e.getAttribute("href")).join(" "),
  everywhere("*").length,
].join("|")
