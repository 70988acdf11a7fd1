// Runs before the page's own scripts: closes whatever no request handler sees, and windows.
(() => {
  for (const name of [
    "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "RTCPeerConnection", "webkitRTCPeerConnection",
    "RTCDataChannel", "Worker", "SharedWorker", "Notification", "PushManager", "PresentationRequest",
  ]) {
    try { Object.defineProperty(window, name, { value: undefined, writable: false, configurable: false }); } catch {}
  }
  window.open = () => null;
  window.print = () => {};
})();
