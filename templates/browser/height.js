// The whole page's height in pixels.
() => Math.max(document.documentElement.scrollHeight, document.body ? document.body.scrollHeight : 0)
