"""Names that do not say how they are written: all names of a ZIP together tell, then the reader's languages do."""

from pathlib import Path

import pytest

from models.data.uploads import intake
from models.data.uploads.names import decoded
from tests.own_files import picture
from tests.zip_files import Written, written

KNOWN = {
    "gb18030": ["猫 狗", "苹果 香蕉 梨", "圆形 方形 三角形", "左 右", "合格 不合格", "有口罩 没口罩", "蝴蝶 蜻蜓"],
    "big5": ["貓 狗", "蘋果 香蕉", "圓形 方形 三角形"],
    "cp932": ["猫 犬", "りんご バナナ", "丸 四角 三角", "グー チョキ パー", "ネコ イヌ"],
    "cp949": ["고양이 개", "사과 바나나", "가위 바위 보", "왼쪽 오른쪽", "토끼 거북이"],
    "cp866": ["кошка собака", "Яблоко Груша", "кот пёс", "да нет", "КОТ ПЕС"],
    "cp1251": ["кошка собака", "Яблоко Груша", "кіт собака", "ложка вилка"],
    "koi8-r": ["кошка собака"],
    "cp437": ["Äpfel Birnen", "Bär Löwe", "forêt plage", "ñandú perro"],
    "cp850": ["Straße Weg", "maçã banana", "gråspurv måke", "cão gato"],
    "cp1252": ["Äpfel Birnen", "pêche poire", "Straße Weg", "niño niña", "árbol flor"],
    "cp852": ["jabłko gruszka żółw", "kočka pes ryba žába"],
    "cp1250": ["jabłko gruszka", "kočka pes žába"],
    "cp737": ["γάτα σκύλος"],
    "cp1253": ["γάτα σκύλος"],
    "cp857": ["çiçek ağaç"],
    "cp862": ["חתול כלב"],
    "cp1255": ["חתול כלב"],
    "cp1256": ["قطة كلب"],
    "cp874": ["วงกลม สี่เหลี่ยม"],
    "utf-8": ["猫 狗", "кошка собака", "Äpfel Birnen"],
}
ALL = [(encoding, words) for encoding, examples in KNOWN.items() for words in examples]


@pytest.mark.parametrize("languages", [["en"], ["zh", "en"]], ids=",".join)
@pytest.mark.parametrize(("encoding", "words"), ALL)
def test_names_are_read_whatever_the_language_of_the_page(encoding: str, words: str, languages: list[str]) -> None:
    names = [f"{word}/{place}.png" for word in words.split() for place in range(3)]
    assert decoded([name.encode(encoding) for name in names], languages) == names


@pytest.mark.parametrize(
    ("written_as", "languages", "read"),
    [
        ("szőlő".encode("cp852"), ["en", "hu"], "szőlő"),
        ("szőlő".encode("cp852"), ["en"], "szïlï"),
        ("แมว".encode("cp874"), ["en", "th-TH"], "แมว"),
        ("kuş balık".encode("cp1254"), ["en-GB", "tr"], "kuş balık"),
        ("俺".encode("gb18030"), ["ko-KR", "en"], "개"),
        ("狗".encode("gb18030"), ["zh-CN", "zh", "en"], "狗"),
    ],
)
def test_what_the_names_leave_open_the_languages_of_the_reader_decide(
    written_as: bytes, languages: list[str], read: str
) -> None:
    assert decoded([written_as], languages) == [read]


def test_names_together_say_more_than_one_alone() -> None:
    assert decoded(["猫".encode("gb18030")]) == ["è"]
    assert decoded(["猫".encode("gb18030"), "狗".encode("gb18030")]) == ["猫", "狗"]


def test_a_name_that_no_way_of_writing_fits_is_read_all_the_same() -> None:
    assert decoded([b"\xff\xfe/1.png", b"\x81/1.png", b"plain"])[2] == "plain"
    assert decoded([]) == []


def test_most_names_in_utf8_are_read_so_and_the_odd_one_by_itself() -> None:
    names = [f"Käse/{place}ä.png".encode() for place in range(20)]
    assert decoded([*names, "Käse/b\u00e4.png".encode("cp1252")])[-1] == "Käse/bä.png"


def test_classes_of_an_upload_are_read_so(tmp_path: Path) -> None:
    names = [f"{word}/{place}.png".encode("cp866") for word in ("кошка", "собака") for place in range(3)]
    content = written([Written(name, picture("lying", place)) for place, name in enumerate(names)])
    assert intake.keep(content, "x.zip", tmp_path, ["zh"]).classes == {"кошка": 3, "собака": 3}
