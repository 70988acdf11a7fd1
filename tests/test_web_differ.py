"""Two texts as one: what went and what came."""

from hypothesis import given
from hypothesis import strategies as st

from auditor.web.differ import Piece, marked_changes

TEXTS = st.text("ab，。", max_size=60)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_pieces(before: str, after: str):
    pieces = marked_changes(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after
    assert all(piece.text for piece in pieces)


def test_a_change_is_shown_where_it_is():
    assert marked_changes("各单位应及时更新栏目。", "各单位要及时更新全部栏目。") == (
        Piece("same", "各单位"),
        Piece("gone", "应"),
        Piece("new", "要"),
        Piece("same", "及时更新"),
        Piece("new", "全部"),
        Piece("same", "栏目。"),
    )


def test_single_letters_alike_by_chance_do_not_tear_a_change_apart():
    pieces = marked_changes("请整改甲的乙。", "请核对丙的丁。")
    assert [piece.text for piece in pieces] == ["请", "整改甲的乙", "核对丙的丁", "。"]


def test_work_depends_on_the_lengths_alone():
    """Texts that took minutes; a hang would be ended by the runner."""
    for before, after in (("的" * 3_000, "的" * 1_500 + "之" + "的" * 1_499), ("ab" * 3_000, "ba" * 2_999 + "c")):
        kept = sum(len(piece.text) for piece in marked_changes(before, after) if piece.kind == "same")
        assert kept >= len(before) - 3
    text = "一" * 5_000 + "甲"
    assert marked_changes(text, text + "乙")[-1] == Piece("new", "乙"), "the end is compared too"
