"""A real browser for tests: the few words of the WebDriver protocol that they need, spoken to chromedriver."""

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from httpx import Client
from needs import needs

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
ENTER, TAB = "\ue007", "\ue004"


@dataclass(frozen=True)
class Chromium:
    """One window. Elements are named by CSS; what is not there yet is waited for."""

    client: Client
    session: str
    patience: float = 20.0

    def _say(self, method: str, path: str, **body: object) -> Any:
        answer = self.client.request(method, f"/session/{self.session}{path}", json=body if method == "POST" else None)
        value = answer.json()["value"]
        if answer.status_code >= 400:
            raise LookupError(f"{path} {body}: {value.get('message', '')[:300]}")
        return value

    def go(self, url: str) -> None:
        self._say("POST", "/url", url=url)

    @property
    def address(self) -> str:
        return str(self._say("GET", "/url"))

    def find(self, css: str) -> str:
        """The first element; waits until there is one."""
        return self._find("css selector", css)

    def link(self, words: str) -> str:
        """The first link or button with these words."""
        path = f"//a[contains(normalize-space(.), '{words}')] | //button[contains(normalize-space(.), '{words}')]"
        return self._find("xpath", path)

    def _find(self, using: str, value: str) -> str:
        return self._patiently(lambda: str(self._say("POST", "/element", using=using, value=value)[_ELEMENT]))

    def _patiently(self, ask: Callable[[], str]) -> str:
        """What the page answers; asked again while it has nothing to answer with."""
        ends = time.monotonic() + self.patience
        while True:
            try:
                return ask()
            except LookupError:
                if time.monotonic() > ends:
                    raise
                time.sleep(0.1)

    def all_of(self, css: str) -> list[str]:
        return [one[_ELEMENT] for one in self._say("POST", "/elements", using="css selector", value=css)]

    def click(self, element: str) -> None:
        self._say("POST", f"/element/{element}/click")

    def type_into(self, element: str, text: str) -> None:
        self._say("POST", f"/element/{element}/value", text=text)

    def choose(self, css: str, value: str) -> None:
        """Choose in a list, as a person does who opens it."""
        self.click(self.find(f"{css} option[value={value}]"))

    def clear(self, element: str) -> None:
        self._say("POST", f"/element/{element}/clear")

    def press(self, *keys: str) -> None:
        """Press keys wherever the focus is."""
        steps = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._say("POST", "/actions", actions=[{"type": "key", "id": "keyboard", "actions": steps}])

    def text(self, css: str = "body") -> str:
        return self._of(css, "text")

    def shows(self, words: str, css: str = "main") -> bool:
        """Whether the words are to be read there; the page that a click leads to may take its time to come."""
        ends = time.monotonic() + self.patience
        while words not in self.text(css):
            if time.monotonic() > ends:
                return False
            time.sleep(0.1)
        return True

    def value(self, css: str) -> str:
        return self._of(css, "property/value")

    def _of(self, css: str, what: str) -> str:
        """Of the element that stands there now: a page that renews itself may replace it after it was found."""
        found = {"using": "css selector", "value": css}

        def ask() -> str:
            element = self._say("POST", "/element", **found)[_ELEMENT]
            return str(self._say("GET", f"/element/{element}/{what}"))

        return self._patiently(ask)

    def enter_frame(self, css: str) -> None:
        self._say("POST", "/frame", id={_ELEMENT: self.find(css)})

    def leave_frame(self) -> None:
        self._say("POST", "/frame", id=None)

    def run(self, script: str) -> Any:
        return self._say("POST", "/execute/sync", script=script, args=[])

    def wait_for(self, script: str) -> Any:
        """Run a script that calls its first argument with its answer."""
        return self._say("POST", "/execute/async", script=script, args=[])

    def look_like(self, width: int, *, dark: bool = False, height: int = 900) -> None:
        """Be a screen of that width, in a light or dark scheme."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700}
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self._tell_devtools("Emulation.setDeviceMetricsOverride", size)
        self._tell_devtools("Emulation.setEmulatedMedia", {"features": scheme})

    def _tell_devtools(self, command: str, values: dict[str, Any]) -> Any:
        return self._say("POST", "/goog/cdp/execute", cmd=command, params=values)

    def picture(self, path: Path) -> None:
        import base64

        path.write_bytes(base64.b64decode(self._say("GET", "/screenshot")))

    def log(self) -> list[dict[str, Any]]:
        """What the browser complained of since it was last asked."""
        return list(self._say("POST", "/se/log", type="browser"))


@contextmanager
def chromium(folder: Path) -> Iterator[Chromium]:
    """A window of its own, with an empty profile in ``folder``."""
    driver = subprocess.Popen(
        [needs("chromedriver"), "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert driver.stdout is not None
        port = next(found[1] for line in driver.stdout if (found := re.search(r"successfully on port (\d+)", line)))
        arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            f"--user-data-dir={folder / 'profile'}",
        ]
        arguments.append("--window-size=1280,1400")
        wanted = {
            "goog:chromeOptions": {"args": arguments, "binary": needs("chromium")},
            "goog:loggingPrefs": {"browser": "ALL"},
        }
        with Client(base_url=f"http://127.0.0.1:{port}", timeout=120, trust_env=False) as client:
            made = client.post("/session", json={"capabilities": {"alwaysMatch": wanted}}).json()["value"]
            window = Chromium(client, made["sessionId"])
            try:
                yield window
            finally:
                client.delete(f"/session/{window.session}")
    finally:
        driver.terminate()
        driver.communicate(timeout=30)
