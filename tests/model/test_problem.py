"""What is told of a mistake is one line that can be read."""

from tui.model import Problem


def test_what_quotes_a_megabyte_is_cut() -> None:
    problem = Problem("lamp/a.txt", f"not an EDTF date: {'9' * 1_000_000}", 3, "k" * 1000, "write 1932")
    line = str(problem)
    assert line.startswith("lamp/a.txt:3: kkk")
    assert line.endswith("999…; write 1932")
    assert len(line) < 1000


def test_the_name_of_a_file_is_whole() -> None:
    assert str(Problem("d/" * 500 + "a.txt", "is no text")) == "d/" * 500 + "a.txt: is no text"
