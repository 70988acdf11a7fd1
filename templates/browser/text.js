// All the page says now, figures aside (a clock that ticks is no change), and how many elements it has.
() => (document.body ? document.body.textContent.replace(/\d+/g, "0") : "") + "|" + document.getElementsByTagName("*").length
