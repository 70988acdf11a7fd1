"""County files found by what was named: for the commands, the schedule and the pages alike."""

from pathlib import Path

import pytest
from offices import small_county, write_county

from auditor.base.errors import BadInput, NotAllowed
from auditor.fleet.files import CountyFiles, county_files
from auditor.web.counties import CountyBook


def given(folder: Path, *names: str) -> list[Path]:
    """Sound county files, each of a county named after its file."""
    return [
        write_county(folder / name, small_county(f"http://{n}.test/", name=f"{Path(name).stem}县"))
        for n, name in enumerate(names)
    ]


def names(files: CountyFiles) -> list[str]:
    return [county.name for county in files.read().counties]


def test_folders_patterns_and_files_name_each_county_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    one, two = given(tmp_path, "a.toml", "b.toml")
    (tmp_path / "c.txt").write_text("")
    (tmp_path / "._a.toml").write_text("")
    assert county_files([tmp_path]) == [one, two]
    assert county_files([tmp_path / "*.toml", one]) == [one, two]
    monkeypatch.chdir(tmp_path)
    assert county_files([two, Path("b.toml"), Path("a.toml")]) == [two, Path("a.toml")]
    for odd in (tmp_path / "none.toml", Path("x" * 5000)):
        assert county_files([odd]) == [odd], "told of when it is opened"
    (tmp_path / "empty").mkdir()
    for nothing in (tmp_path / "*.xml", Path("x?.toml"), tmp_path / "empty", tmp_path / "a**b.toml"):
        with pytest.raises(BadInput, match="没有找到"):
            county_files([nothing])


def test_a_pattern_means_the_same_to_a_command_and_to_the_service(tmp_path: Path):
    files = given(tmp_path, "甲/a.toml", "乙/b.toml", "乙/丙/c.toml")
    for pattern, found in (("*/*.toml", 2), ("**/*.toml", 3), ("[甲乙]", 2)):
        meant = county_files([tmp_path / pattern])
        assert len(meant) == found
        assert sorted(names(CountyFiles([tmp_path / pattern]))) == sorted(f"{file.stem}县" for file in meant)
    assert set(county_files([tmp_path / "**/*.toml"])) == set(files)


def test_files_folders_and_patterns_are_read_again_when_they_change(tmp_path: Path):
    given(tmp_path, "one.toml", "more/b1.toml", "more/x.toml")
    files = CountyFiles([tmp_path / "one.toml", tmp_path / "more" / "b*.toml", tmp_path / "none.toml"])
    roll = files.read()
    assert [county.name for county in roll.counties] == ["one县", "b1县"]
    [problem] = roll.problems
    assert "none.toml" in problem
    assert roll.counties[0] is files.read().counties[0], "what did not change is not read again"
    given(tmp_path, "more/b2.toml")
    (tmp_path / "one.toml").write_text("[county]\n", encoding="utf-8")
    roll = files.read()
    assert [county.name for county in roll.counties] == ["b1县", "b2县"]
    assert "one县" in [file.name for file in roll.files], "a broken file keeps its county's name"


def test_the_pages_see_a_county_that_a_pattern_takes_in_later(tmp_path: Path):
    given(tmp_path, "甲/a.toml")
    files = CountyFiles([tmp_path / "*" / "*.toml"], tmp_path / "own")
    book = CountyBook(files)
    assert [file.name for file in book.files()] == ["a县"]
    given(tmp_path, "乙/b.toml")
    made = book.add(small_county("http://c.test/", name="丙县"))
    assert {file.name for file in book.files()} == {"a县", "b县", "丙县"}
    assert names(files) == [county.name for county in book.counties()], "pages and schedule know the same"
    assert made.path == tmp_path / "own" / "丙县.toml"
    with pytest.raises(NotAllowed, match="不能新建县"):
        CountyBook(CountyFiles([tmp_path])).add(small_county("http://d.test/", name="丁县"))


def test_two_files_of_one_county_are_told_and_the_first_stands(tmp_path: Path):
    one = write_county(tmp_path / "one.toml", small_county("http://a.test/", name="甲县"))
    two = write_county(tmp_path / "two.toml", small_county("http://b.test/", name="甲县"))
    roll = CountyFiles([one, two]).read()
    assert [county.path for county in roll.counties] == [one]
    assert len({file.name for file in roll.files}) == 2
    [problem] = roll.problems
    assert str(two) in problem
    assert "同一个县" in problem
    two.write_text("[county]\n", encoding="utf-8")
    assert len({file.name for file in CountyFiles([two, one]).read().files}) == 2


def test_a_county_whose_pack_cannot_be_used_rests_and_can_still_be_looked_at(tmp_path: Path):
    [path] = given(tmp_path, "a.toml")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[county]", '[county]\npack = "own.toml"', 1), encoding="utf-8")
    files = CountyFiles([path])
    assert names(files) == []
    [file] = files.read().files
    assert file.county
    assert "own.toml" in files.read().problems[0]
    (tmp_path / "own.toml").write_bytes((Path(__file__).parent.parent / "rules/packs/chongxin.toml").read_bytes())
    assert names(files) == ["a县"], "the pack was put right, not the county file"


def test_a_folder_that_is_still_empty_is_no_problem(tmp_path: Path):
    (tmp_path / "counties").mkdir()
    assert CountyFiles([tmp_path / "counties"]).read().problems == ()
    assert CountyFiles([], tmp_path / "later").read().problems == ()
    assert len(CountyFiles([tmp_path / "later"]).read().problems) == 1, "a folder that was named should be there"


def test_a_link_in_a_circle_is_one_county_s_fault(tmp_path: Path):
    given(tmp_path, "甲.toml")
    (tmp_path / "circle.toml").symlink_to(tmp_path / "circle.toml")
    (tmp_path / "one.toml").symlink_to(tmp_path / "two.toml")
    (tmp_path / "two.toml").symlink_to(tmp_path / "one.toml")
    for source in (tmp_path, tmp_path / "*.toml"):
        found = CountyFiles([source]).read()
        assert [county.name for county in found.counties] == ["甲县"]
        assert found.problems
    assert tmp_path / "circle.toml" in county_files([tmp_path / "circle.toml"])
