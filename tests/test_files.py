"""Files are written whole, and never in the place of something else."""

import os
from pathlib import Path

import pytest

from auditor.base.errors import reason_of
from auditor.base.files import put_file


def test_a_device_a_pipe_or_a_folder_is_not_replaced_by_a_file(tmp_path: Path):
    pipe, folder = tmp_path / "pipe", tmp_path / "folder"
    os.mkfifo(pipe)
    folder.mkdir()
    for place, words in ((pipe, "设备或管道"), (folder, "文件夹")):
        with pytest.raises(OSError, match=r"plain file|folder") as told:
            put_file(place, b"x")
        assert words in reason_of(told.value)
    assert pipe.is_fifo()
    assert folder.is_dir()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["folder", "pipe"]


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path):
    real, link = tmp_path / "real.toml", tmp_path / "link.toml"
    real.write_bytes(b"before")
    link.symlink_to(real)
    put_file(link, b"after")
    assert (link.is_symlink(), real.read_bytes()) == (True, b"after")
