"""What the two README files lead to is there."""

import re

import pytest
from supply import ROOT

PAGES = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file_and_a_heading(page: str):
    links = re.findall(r"\]\(([^)\s]+)\)", (ROOT / page).read_text(encoding="utf-8"))
    for link in links:
        if "://" in link:
            continue
        path, _, heading = link.partition("#")
        target = ROOT / path
        assert target.exists(), link
        if heading:
            assert f"# {heading}\n" in target.read_text(encoding="utf-8"), link


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_it_names_is_one(page: str):
    made = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)) <= made


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_it_says_how_the_program_is_called_after_the_demo_and_shows_it(page: str):
    text = (ROOT / page).read_text(encoding="utf-8")
    assert "`.venv/bin/auditor`" in text
    for picture in ("circular", "quarter"):
        assert f"docs/pictures/{picture}.png" in text
        assert (ROOT / "docs" / "pictures" / f"{picture}.png").stat().st_size < 200_000
