"""CSV files in every encoding and with every delimiter, and files that are none."""

from pathlib import Path

import pytest

from data import table
from data.table import UnreadableFile, read_table

ZH = "名稱,平台,帳號,粉絲數\n小美的廚房,IG,mei,1.2萬\n台灣通勤第一品牌,Podcast,commute,\n"
ZH_CN = "名称,平台,账号,粉丝数\n小美的厨房,IG,mei,1.2万\n"
EN = "name,platform,handle\n小美的廚房,instagram,mei\n"


def written(folder: Path, content: bytes | str, encoding: str = "utf-8") -> Path:
    file = folder / "r.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return file


@pytest.mark.parametrize("text", [ZH, EN])
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "big5", "cp950", "gb18030", "big5hkscs"],
)
def test_encodings(tmp_path: Path, text: str, encoding: str) -> None:
    read = read_table(written(tmp_path, text, encoding))
    assert read.header == text.splitlines()[0].split(",")
    assert read.rows[0][1][0] == "小美的廚房"


def test_simplified_chinese(tmp_path: Path) -> None:
    read = read_table(written(tmp_path, ZH_CN, "gb18030"))
    assert (read.encoding, read.rows[0][1][0]) == ("gb18030", "小美的厨房")


def test_characters_that_big5_lacks_but_cp950_has(tmp_path: Path) -> None:
    read = read_table(written(tmp_path, "名稱,平台\n恒裏€,IG\n", "cp950"))
    assert (read.encoding, read.rows[0][1][0]) == ("cp950", "恒裏€")


def test_hong_kong_characters(tmp_path: Path) -> None:
    assert read_table(written(tmp_path, "名稱,平台\n嘅嚟喺,IG\n", "big5hkscs")).rows[0][1][0] == "嘅嚟喺"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    text = f'name{delimiter}url\n"a,b;c|d\te"{delimiter}x.com/a\n'
    read = read_table(written(tmp_path, text))
    assert (read.delimiter, read.rows) == (delimiter, [(2, ["a,b;c|d\te", "x.com/a"])])


def test_one_column_and_the_line_that_excel_puts_first(tmp_path: Path) -> None:
    assert read_table(written(tmp_path, "url\nx.com/a\n")).rows == [(2, ["x.com/a"])]
    assert read_table(written(tmp_path, "sep=;\nname;url\na;x.com/a\n")).rows == [(3, ["a", "x.com/a"])]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(tmp_path: Path) -> None:
    read = read_table(written(tmp_path, '\nname,url\n\n"two\nlines",x\n , \nlast,y\n'))
    assert [(number, cells[0]) for number, cells in read.rows] == [(4, "two\nlines"), (6, "last")]
    assert read.blank == 3


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n\n , \n", "is empty"),
        (b"foo,bar\n1,2\n", "no column we know; its first row is 'foo, bar'"),
        (b'name,url\n"never closed,x\nb,y\n', "broken quotes"),
        (b'name,url\n"a" b,x\n', "broken quotes"),
        (b"name\n" + b"x" * 200_000, "endless cell"),
        (b"name,url\n\xff\xff\xff,\x81", "no encoding we read"),
        (b"\xef\xbb\xbfname\n\xff", "says it is utf-8-sig"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "r.csv"),
        (b"PK\x03\x04" + bytes(200), "r.csv"),
    ],
)
def test_files_that_are_no_table(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read_table(written(tmp_path, content))


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFile, match=r"none\.csv cannot be read"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read_table(tmp_path)
    monkeypatch.setattr(table, "LARGEST_FILE", 10)
    with pytest.raises(UnreadableFile, match=r"at most 10 are read\. Split it"):
        read_table(written(tmp_path, "name,url\na,b\n"))


def test_a_text_of_two_gigabytes_is_not_even_opened(tmp_path: Path) -> None:
    with (tmp_path / "big.csv").open("wb") as file:
        file.truncate(2 * 2**30)  # a hole: it takes no space
    with pytest.raises(UnreadableFile, match="2,147,483,648 bytes, at most 104,857,600 are read"):
        read_table(tmp_path / "big.csv")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"name,url\n" + b"," * 5_000_000, "a row of more than 4,194,304 characters"),
        (b"name,url\n" + b'"a\n",' * 1_000_000, "a row of more than 4,194,304 characters"),
        (b",".join([b"name"] * 10_000), "row 1 has 10,000 columns"),
        (b"name,url\n" + b"a,x.com/a\n" * 200_001, "more than 200,000 rows"),
    ],
)
def test_texts_that_would_fill_the_memory(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read_table(written(tmp_path, content))


def test_two_gigabytes_of_text_are_not_even_opened(tmp_path: Path) -> None:
    file = tmp_path / "huge.csv"
    with file.open("wb") as sparse:  # takes no room on the disk
        sparse.write(b"name,url\n")
        sparse.truncate(2 * 2**30)
    with pytest.raises(
        UnreadableFile, match=r"has 2,147,483,648 bytes, at most 104,857,600 are read\. Split it\."
    ):
        read_table(file)
