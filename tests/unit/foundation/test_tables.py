"""A table goes out as CSV that opens as it was meant."""

from nexus.foundation import tables


def test_cells_with_commas_and_quotes_are_quoted() -> None:
    assert tables.csv_text(("Name", "Paid"), [('A "round" table, oak', "1,234.50")]) == (
        'Name,Paid\r\n"A ""round"" table, oak","1,234.50"\r\n'
    )


def test_a_name_that_is_a_formula_to_a_spreadsheet_is_only_a_name() -> None:
    assert tables.csv_text(("Name",), [("=HYPERLINK(1)",), ("@sum",), ("-5.00",), ("+7",)]).split("\r\n")[1:5] == [
        "'=HYPERLINK(1)",
        "'@sum",
        "-5.00",
        "+7",
    ]


def test_the_answer_is_a_file_in_utf_8_with_its_mark() -> None:
    answer = tables.csv_answer("earned", ("Größe",), [("12",)])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="earned.csv"'
    assert answer.content == "\ufeffGröße\r\n12\r\n".encode()
