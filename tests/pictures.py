"""The README's two pictures, from what `make demo` left: the first page of the circular and the quarter on the web.

``python tests/pictures.py DEMO-FOLDER``; needs pdftoppm (poppler-utils) and chromium.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from needs import needs
from web_office import PASSWORD, Asked, Browser, Client

from auditor.base.settings import Place, clock_at
from auditor.base.terms import Role
from auditor.county.model import example_county, load_county
from auditor.fleet.files import CountyFiles
from auditor.schedule import Progress
from auditor.store import open_store
from auditor.web.accounts import add_account
from auditor.web.app import create_app

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"


def picture_circular(demo: Path) -> None:
    """The first page of the printed circular."""
    command = [needs("pdftoppm"), "-png", "-r", "64", "-singlefile", demo / "circular.pdf"]
    subprocess.run([*command, PICTURES / "circular"], check=True)


def picture_quarter(demo: Path) -> None:
    """The quarter's page as a reviewer meets it."""
    county, clock = load_county(example_county()), clock_at("2020-04-10T09:00")
    place = Place(demo / "home")
    store = open_store(place.database)
    try:
        files = CountyFiles([example_county()], None)
        app = create_app(files, store, place, clock, agenda=Asked(), progress=Progress(), watch=clock)
        if store.people.find_account("王芳") is None:
            add_account(store, "王芳", Role.REVIEWER, PASSWORD, clock())
        browser = Browser(Client(app, "127.0.0.1"))
        browser.sign_in("王芳")
        shown = browser.read(f"/county/{county.name}/2020Q1")
        for link, address in re.findall(r'(<link rel="stylesheet" href="([^"]+)">)', shown):
            shown = shown.replace(link, f"<style>{browser.read(address)}</style>")
    finally:
        store.close()
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "quarter.html"
        page.write_text(shown, encoding="utf-8")
        command = [needs("chromium"), "--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=1080,760"]
        command += [f"--user-data-dir={folder}/profile", f"--screenshot={PICTURES / 'quarter.png'}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    picture_circular(Path(sys.argv[1]))
    picture_quarter(Path(sys.argv[1]))
