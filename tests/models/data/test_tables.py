"""Tables as spreadsheet programs of all countries write them: read right, or asked about."""

from collections.abc import Sequence

import pytest
from babel.numbers import format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from models.data.uploads.tables import grid, read_table
from models.data.uploads.tables.reading import Table, read_tables
from models.data.uploads.unusable import Unusable
from tests.own_files import wave

LOCALES = ["en", "de", "fr", "de_CH", "pl", "sv", "pt_BR", "es", "hi_IN", "en_IN", "ar_EG", "fa", "zh", "ja", "my"]


def lines(cells: Sequence[object], heading: str = "day;value", separator: str = ";") -> bytes:
    """A table of two columns: a row's number, and a cell."""
    rows = [f"{place}{separator}{cell}" for place, cell in enumerate(cells, 1)]
    return "\n".join([heading, *rows]).encode()


def times(cells: Sequence[str]) -> list[str]:
    """As many as a table needs, each once more after the others."""
    return [cells[place % len(cells)] for place in range(max(24, len(cells)))]


def numbers(table: Table, column: int = 2) -> list[float]:
    return table.details[column - 1].numbers()


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (["10,25", "11,8", "9,05"], [10.25, 11.8, 9.05]),
        (["1,234", "0,567"], [1.234, 0.567]),
        (["1.234,56", "7,1"], [1234.56, 7.1]),
        (["1,234.56", "7.1"], [1234.56, 7.1]),
        (["900", "990", "1,000", "1,010"], [900, 990, 1000, 1010]),
        (["1.000.000", "2.500"], [1_000_000, 2500]),
        (["1 234,5", "12 345,25"], [1234.5, 12345.25]),
        (["1\u00a0234,5", "7,25"], [1234.5, 7.25]),
        (["1\u202f234", "7"], [1234, 7]),
        (["1\u2009234.5", "7.25"], [1234.5, 7.25]),
        (["1'234.50", "3.00"], [1234.5, 3]),
        (["1’234.50", "3.00"], [1234.5, 3]),
        (["12,34,567", "1,23,456", "999"], [1234567, 123456, 999]),
        (["1234", "12 345"], [1234, 12345]),
        (["−5", "3", "–2,5"], [-5, 3, -2.5]),
        (["－１２．５", "＋３", "４"], [-12.5, 3, 4]),
        (["5-", "1.200,50-", "3"], [-5, -1200.5, 3]),
        (["(5.50)", "(1,200.25)", "3"], [-5.5, -1200.25, 3]),
        (["12 %", "3,5 %", "-1 %"], [12, 3.5, -1]),
        (["%12", "%3"], [12, 3]),
        (["$1,200.50", "-$7", "($3.25)"], [1200.5, -7, -3.25]),
        (["5,10 €", "-6,00 €", "1.200,00- €"], [5.1, -6, -1200]),
        (["CHF 1'200.00", "CHF -5.50"], [1200, -5.5]),
        (["R$ 1.200,50", "R$ 7,00"], [1200.5, 7]),
        (["Rs. 1,23,456", "Rs. 5"], [123456, 5]),
        (["￥１，２３４．５", "￥５６７"], [1234.5, 567]),
        (["12 345,50 Kč", "1234 Kč"], [12345.5, 1234]),
        (["20.5 °C", "-3 °C"], [20.5, -3]),
        (["٣٫١٤", "١٬٢٣٤٫٥"], [3.14, 1234.5]),
        (["\u200f-٥", "٧"], [-5, 7]),
        (["1,5E+03", "2,25e-1"], [1500, 0.225]),
    ],
)
def test_a_column_is_read_as_its_country_writes_it(cells: list[str], wanted: list[float]) -> None:
    table = read_table(lines(times(cells)))
    assert numbers(table) == times(wanted)  # type: ignore[arg-type]
    assert [column.asked for column in table.details] == [False, False]


@pytest.mark.parametrize(
    ("cells", "decimals", "thousands"),
    [(["1.234", "5.678"], 1.234, 1234), (["1,080", "1,125"], 1.08, 1080), (["$1.234", "$0"], 1.234, 1234)],
)
def test_a_mark_that_may_be_either_is_left_open(cells: list[str], decimals: float, thousands: float) -> None:
    column = read_table(lines(times(cells))).details[1]
    assert column.asked
    assert (column.numbers("decimals")[0], column.numbers("thousands")[0]) == (decimals, thousands)


def test_the_other_columns_of_a_table_tell_what_a_mark_is() -> None:
    for other, wanted in (("0.5", 1.234), ("0,5", 1234.0)):
        rows = "\n".join(f"{other};{place % 9 + 1}.234" for place in range(24))
        assert numbers(read_table(f"a;b\n{rows}".encode()))[0] == wanted


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    locale=st.sampled_from(LOCALES),
    values=st.lists(st.integers(-(10**9), 10**9), min_size=20, max_size=30),
    places=st.integers(0, 4),
    grouped=st.booleans(),
)
def test_what_a_locale_writes_is_read_back_or_asked(locale: str, values: list[int], places: int, grouped: bool) -> None:
    exact = [value / 10**places for value in values]
    pattern = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")
    if grouped and locale in ("hi_IN", "en_IN"):
        pattern = pattern.replace("#,##0", "#,##,##0")
    form = {"locale": locale, "decimal_quantization": False, "numbering_system": "default"}
    cells = [format_decimal(value, pattern, **form) for value in exact]  # type: ignore[arg-type]
    column = read_table(lines(cells)).details[-1]
    read = [column.numbers(answer) for answer in (("decimals", "thousands") if column.asked else ("",))]
    assert sum(one == exact for one in read) == 1


@pytest.mark.parametrize(
    ("text", "names", "first"),
    [
        ("sep=;\nTag;Wert\n{semicolon}", ("Tag", "Wert"), 2),
        ('"sep=|"\r\nTag|Wert\n{bar}', ("Tag", "Wert"), 2),
        ("| a | b |\n|---|---|\n{markdown}", ("a", "b"), 2),
        ("a;b\n;\n{semicolon}", ("a", "b"), 2),
        (";;\n\na;b\n{semicolon}", ("a", "b"), 2),
        ('a;"b\n(°C)"\n{semicolon}', ("a", "b (°C)"), 2),
        ("Weather of 2024;\na;b\n;°C\n{semicolon}", ("a", "b °C"), 2),
        ("# a remark; or two\n#;b\n{semicolon}", ("#", "b"), 2),
        ("a;b\n{trailing}", ("a", "b"), 2),
        ("a,note,b\n{within}", ("a", "b"), 2),
        ("{quoted}", ("column 1", "column 2"), 2),
        ('"a" "b"\n{numbered}', ("column 1", "a", "b"), 3),
        ("a\n{alone}", ("a",), 1),
    ],
)
def test_headings_and_separators_of_all_programs_are_read(text: str, names: tuple[str, ...], first: int) -> None:
    rows = list(enumerate(wave(24)))
    comma = [(place, f"{value:.2f}".replace(".", ",")) for place, value in rows]
    parts = {
        "semicolon": "\n".join(f"{a};{b}" for a, b in comma),
        "bar": "\r\n".join(f"{a}|{b}" for a, b in comma),
        "markdown": "\n".join(f"| {a} | {b} |" for a, b in comma),
        "trailing": "\n".join(f"{a};{b};" for a, b in comma),
        "within": "\n".join(f'{a},"one; two",{b:.2f}' for a, b in rows),
        "quoted": "\n".join(f'"{a}","{b}"' for a, b in comma),
        "numbered": "\n".join(f'"{a}" {a} {b:.2f}' for a, b in rows),
        "alone": "\n".join(b for _, b in comma),
    }
    table = read_table(text.format(**parts).encode())
    assert (table.columns, table.first) == (names, first)
    assert numbers(table, first) == pytest.approx([float(f"{value:.2f}") for _, value in rows])


@pytest.mark.parametrize(
    ("encoding", "heading", "language"),
    [
        ("utf-8-sig", "日期;温度", ""),
        ("utf-16", "日期;温度", ""),
        ("utf-16-le", "日期;温度", ""),
        ("utf-16-be", "Zeit;Preis (€)", ""),
        ("gb18030", "日期;温度", ""),
        ("gb18030", "时间;价格（元）", "zh"),
        ("big5", "日期;溫度", "zh"),
        ("shift_jis", "日付;気温", ""),
        ("euc-jp", "日付;気温", ""),
        ("cp949", "날짜;기온", ""),
        ("cp1252", "Zeit;Preis (€)", ""),
        ("cp1252", "Année;Température", "zh"),
        ("cp1250", "Čas;Průměrná teplota", ""),
        ("cp1254", "Tarih;Şehir", "tr"),
        ("cp1251", "Дата;Температура", ""),
        ("cp1253", "Ημερομηνία;Θερμοκρασία", ""),
        ("cp1256", "التاريخ;درجة الحرارة", ""),
    ],
)
def test_names_are_right_in_the_encodings_of_all_countries(encoding: str, heading: str, language: str) -> None:
    text = lines([f"{value:.2f}".replace(".", ",") for value in wave(30)], heading).decode()
    table = read_table(text.encode(encoding), [language])
    assert ";".join(table.columns) == heading
    assert numbers(table) == pytest.approx([float(f"{value:.2f}") for value in wave(30)])


def test_a_line_that_is_one_number_is_one_column() -> None:
    thousands = "\n".join(["visitors", *(f"{value:,}" for value in range(900, 1300, 10))])
    assert numbers(read_table(thousands.encode()), 1) == list(range(900, 1300, 10))
    decimals = "\n".join(f"{value:.2f}".replace(".", ",") for value in wave(40))
    assert numbers(read_table(decimals.encode()), 1) == pytest.approx(wave(40), abs=0.006)


def test_a_line_that_may_be_one_number_or_two_is_left_open_and_an_index_or_a_heading_decides() -> None:
    rows = [f"{11 + place % 7},{25 + place % 5}" for place in range(24)]
    whole, cut = read_tables("\n".join(rows).encode())
    assert (numbers(whole, 1)[0], [numbers(cut, one)[0] for one in (1, 2)]) == (11.25, [11, 25])
    for text in ("\n".join(["a,b", *rows]), "\n".join(f"{place},{25 + place % 5}" for place in range(24))):
        (table,) = read_tables(text.encode())
        assert len(table.columns) == 2
    (table,) = read_tables("\n".join(["a", *rows]).encode())
    assert len(table.columns) == 1


@pytest.mark.parametrize(
    ("dates", "falls"),
    [
        ([f"2024-12-{day}" for day in range(31, 9, -1)], "day"),
        ([f"{day}.12.2024" for day in range(31, 9, -1)], "day"),
        ([f"12/{day}/2024" for day in range(31, 9, -1)], "day"),
        ([f"Dec {day}, 2024" for day in range(31, 9, -1)], "day"),
        ([f"{day}. Dezember 2024" for day in range(31, 9, -1)], "day"),
        ([f"2024年12月{day}日" for day in range(31, 9, -1)], "day"),
        ([f"2024-12-01 {hour}:00" for hour in range(23, 0, -1)], "day"),
        ([str(year) for year in range(2024, 1990, -1)], "day"),
        ([f"202412{day}" for day in range(31, 9, -1)], "day"),
        ([f"2024-12-{day}" for day in range(10, 32)], ""),
        ([str(year) for year in range(1990, 2024)], ""),
        ([f"2024-12-{10 + place * 7 % 20}" for place in range(22)], ""),
        ([f"m{place}" for place in range(22)], ""),
    ],
)
def test_a_table_that_begins_with_the_newest_is_known_by_its_dates(dates: list[str], falls: str) -> None:
    table = read_table("\n".join(["day;value", *(f"{day};{place % 7}" for place, day in enumerate(dates))]).encode())
    assert table.falls == falls


def test_columns_that_only_count_are_not_the_first_choice() -> None:
    rows = [f"{place};{1990 + place};5;{value}" for place, value in enumerate(wave(30))]
    table = read_table("\n".join(["n;Year;same;value", *rows]).encode())
    assert [column.kind for column in table.details] == ["index", "year", "constant", "number"]
    assert table.first == 4
    only = read_table("\n".join(["n;same", *(f"{place};5" for place in range(30))]).encode())
    assert only.first == 1


def test_what_is_left_out_is_named_with_a_cell_of_it_and_the_rest_is_read() -> None:
    rows = [f"m{place};{place % 7};{place % 5};{10**13}" for place in range(24)]
    rows[2] = "m2;2;n/a;1"
    rows[5] = "m5;5"
    table = read_table("\n".join(["month;a;b;c", *rows]).encode())
    assert table.columns == ("a",)
    assert [(one.name, one.reason) for one in table.left_out] == [
        ("month", "Not numbers, e.g. 'm0' in line 2."),
        ("b", "Not numbers, e.g. 'n/a' in line 4."),
        ("c", "A cell is empty, in line 7."),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a;b\n{rows}\n1;2;3", "Line 22 has 3 cells and the first has 2"),
        ('a;b\n{rows}\n1;"2\n{rows}', "A quote that opens in line 22 does not end"),
        ("Tag,Temp\n{unquoted}", "Line 1 has 2 cells and most have 3"),
        ('a;"b\nc"\n{rows}\n7;warm', "Line 23, column 2 (b c): 'warm' is not a number"),
        ("a;b\n{rows}\n7;1,5", "Line 22, column 2 (b): '1,5' is not a number"),
        ("a;b\n{rows}\n{money}", "Line 22, column 2 (b): '$1' is not a number"),
    ],
)
def test_the_line_that_is_blamed_is_the_line_at_fault(text: str, words: str) -> None:
    rows = "\n".join(f"{place};{place * 7 % 5}.5" for place in range(20))
    unquoted = "\n".join(f"{place},{place * 7 % 5},5" for place in range(20))
    with pytest.raises(Unusable) as error:
        read_table(text.format(rows=rows, unquoted=unquoted, money="7;$1\n8;€1").encode())
    assert words in str(error.value)


def test_rows_columns_and_lines_are_counted_while_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read = 0

    class Counted(grid.Lines):
        def __iter__(self):  # type: ignore[no-untyped-def]
            nonlocal read
            for line in super().__iter__():
                read += 1
                yield line

    monkeypatch.setattr(grid, "Lines", Counted)
    monkeypatch.setattr(grid, "MOST_ROWS", 50)
    monkeypatch.setattr(grid, "AT_ONCE", 10)
    with pytest.raises(Unusable, match="more than 50 rows"):
        grid.grid_of("1\n" * 5000, "", 1)
    assert read == 61
    monkeypatch.setattr(grid, "MOST_LINES", 100)
    read = 0
    with pytest.raises(Unusable, match="more than 100 lines"):
        grid.grid_of("\n" * 200, "", 1)
    assert read == 0
