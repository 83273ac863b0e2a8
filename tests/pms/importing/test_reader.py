from __future__ import annotations

import csv
import io
import lzma
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addons.pms.importing.errors import FileRefusedError
from addons.pms.importing.reader import RawRow, read_rows

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


def read(
    folder: Path, content: bytes | str, needed: tuple[str, ...] = ("a", "b"), name: str = "f.csv"
) -> list[RawRow]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_rows(path, needed))


def codes(rows: list[RawRow]) -> list[str | None]:
    return [row.problem.code if row.problem else None for row in rows]


@given(
    rows=st.lists(st.tuples(TEXTS, TEXTS).filter(lambda pair: any(text.strip() for text in pair)), max_size=8)
)
def test_what_a_csv_writer_wrote_comes_back_cell_by_cell(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([("a", "b"), *rows])
    found = read(tmp_path_factory.mktemp("rows"), stream.getvalue())
    assert [(row.cells["a"], row.cells["b"]) for row in found] == rows
    assert [row.row for row in found] == list(range(len(rows)))


BROKEN = st.sampled_from(['x,"open', 'x,"y"z', "one", "x,y,z", 'x,"', '"x,y', "x,\0"])


@given(broken=BROKEN, place=st.integers(0, 6), good=st.integers(6, 12))
def test_a_broken_row_costs_itself_only(
    tmp_path_factory: pytest.TempPathFactory, broken: str, place: int, good: int
) -> None:
    lines = [f"{number},v{number}" for number in range(good)]
    lines.insert(place, broken)
    found = read(tmp_path_factory.mktemp("rows"), "a,b\n" + "\n".join(lines) + "\n")
    assert [row.cells["a"] for row in found if row.problem is None] == [str(number) for number in range(good)]
    assert [(row.row, row.line) for row in found if row.problem] == [(place, place + 2)]


def test_two_open_quotation_marks_cost_their_two_rows(tmp_path: Path) -> None:
    found = read(tmp_path, 'a,b\n1,"x\n2,y\n3,"z\n4,w\n')
    assert codes(found) == ["BROKEN_QUOTING", None, "BROKEN_QUOTING", None]


def test_a_quoted_line_break_belongs_to_its_cell(tmp_path: Path) -> None:
    found = read(tmp_path, 'a,b\r\n1,"x\r\ny"\r\n2,z\r\n')
    assert [row.cells["b"] for row in found] == ["x\r\ny", "z"]
    assert [row.line for row in found] == [2, 4]


def test_a_byte_order_mark_and_empty_lines_are_no_rows(tmp_path: Path) -> None:
    found = read(tmp_path, b"\xef\xbb\xbfa,b\n\n1,2\n  \n3,4\n")
    assert [(row.row, row.cells["a"]) for row in found] == [(0, "1"), (1, "3")]


def test_a_byte_that_is_not_utf8_is_named_with_its_position(tmp_path: Path) -> None:
    found = read(tmp_path, b"a,b\n1,x\n2,Andr\xe9\n3,y\n")
    assert codes(found) == [None, "WRONG_ENCODING", None]
    assert found[1].problem is not None
    assert "0xe9 at position 14" in found[1].problem.detail


def test_a_nul_character_is_named_with_its_position(tmp_path: Path) -> None:
    found = read(tmp_path, b"a,b\n1,\x00\n2,y\n")
    assert codes(found) == ["NUL_CHARACTER", None]
    assert found[0].problem is not None
    assert "position 6" in found[0].problem.detail


def test_a_packed_file_is_read_like_any_other(tmp_path: Path) -> None:
    found = read(tmp_path, lzma.compress(b"a,b\n1,2\n"), name="f.csv.xz")
    assert [row.cells for row in found] == [{"a": "1", "b": "2"}]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "f.csv", "EMPTY_FILE"),
        (b"\n\n", "f.csv", "EMPTY_FILE"),
        (b"a,c\n1,2\n", "f.csv", "MISSING_COLUMNS"),
        (b"a,b,b\n1,2,3\n", "f.csv", "DUPLICATE_COLUMNS"),
        ("a,b\n1,2\n".encode("utf-16"), "f.csv", "WRONG_ENCODING"),
        (b"a,\xff\n", "f.csv", "BROKEN_HEADER"),
        (b"a,b\n" + b"x" * 1_000_001, "f.csv", "LINE_TOO_LONG"),
        (b"a,b\n1,2\n", "f.csv.xz", "UNREADABLE"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_as_a_whole(
    tmp_path: Path, content: bytes, name: str, code: str
) -> None:
    with pytest.raises(FileRefusedError) as refused:
        read(tmp_path, content, name=name)
    assert refused.value.code == code


def test_missing_columns_are_named_with_those_that_are_there(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match=r"no column a, b\. It has: x, y"):
        read(tmp_path, "x,y\n1,2\n")
