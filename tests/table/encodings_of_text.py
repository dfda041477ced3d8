"""Encodings: what was written in one is read as it was meant, and what cannot be known is asked. Python's codecs are the oracle."""

CHINESE = "合同号,价值\n甲-1,100\n软件许可,200\n"
VIETNAMESE = "số hợp đồng,giá trị\nHĐ-1,100\n"


def check(reader):
    reader.gives("UTF-8", CHINESE, "decode", "u8", given=CHINESE.encode())
    reader.gives("UTF-8 with a mark", CHINESE, "decode", "u8m", given=CHINESE.encode("utf-8-sig"))
    reader.gives("UTF-8 told", VIETNAMESE, "decode", "u8t", "utf-8", given=VIETNAMESE.encode())
    reader.gives("UTF-8 told, with a mark", VIETNAMESE, "decode", "u8tm", "UTF8", given=VIETNAMESE.encode("utf-8-sig"))
    reader.gives("nothing", "", "decode", "nothing", given=b"")
    for order, mark in (("le", b"\xff\xfe"), ("be", b"\xfe\xff")):
        reader.gives(f"UTF-16 {order} by its mark", CHINESE + "\U0001F600", "decode", f"u16{order}", given=mark + (CHINESE + "\U0001F600").encode(f"utf-16-{order}"))
        reader.gives(f"UTF-16 {order} told", VIETNAMESE, "decode", f"t16{order}", f"UTF-16{order.upper()}", given=VIETNAMESE.encode(f"utf-16-{order}"))
        reader.gives(f"UTF-16 {order} told, with a mark", VIETNAMESE, "decode", f"tm16{order}", f"UTF-16{order.upper()}", given=mark + VIETNAMESE.encode(f"utf-16-{order}"))
        reader.refuses(f"UTF-16 {order} without a mark", ["[nul-byte]", f"--encoding UTF-16{order.upper()}"], "decode", f"n16{order}", given="a,b\n1,2\n".encode(f"utf-16-{order}"))
    reader.gives("UTF-32 by its mark", CHINESE, "decode", "u32", given=CHINESE.encode("utf-32"))
    for name in ("GB18030", "gbk", "gb2312"):
        reader.gives(f"{name} told", CHINESE, "decode", name, name, given=CHINESE.encode(name))
    reader.gives("Big5 told", "合約號碼\n", "decode", "big5", "Big5", given="合約號碼\n".encode("big5"))
    reader.gives("windows-1258 told: letters and marks joined as they stand", "Đơn giá\n".encode(), "decode", "w1258", "windows-1258", given=b"\xd0\xf5n gi\xe1\n")
    reader.gives("many pieces", CHINESE * 5000, "decode", "long", "GB18030", given=(CHINESE * 5000).encode("gb18030"))
    reader.gives("a letter on the edge of a piece", "a" + "价" * 20000, "decode", "edge", "GB18030", given=("a" + "价" * 20000).encode("gb18030"))

    reader.refuses("GB18030 not told: how it would read in each", ["gb:1:1: error: byte 0xBA at offset 0 is not UTF-8 [not-utf8]", '--encoding', 'GB18030 reads "合同号"', "windows-1252 reads"],
                   "decode", "gb", given=CHINESE.encode("gb18030"))
    reader.refuses("windows-1258 not told", ["w:2:3: error", "[not-utf8]", 'windows-1258 reads "giá"'], "decode", "w", given=b"a\ngi\xe1,b\n")
    reader.refuses("told, and not so", ["[not-encoding]", "bad:2:1", "is not ASCII"], "decode", "bad", "ASCII", given="a\né\n".encode("latin-1"))
    reader.refuses("cut short", ["[not-encoding]", "cut:1:3"], "decode", "cut", "GB18030", given="合同号".encode("gb18030")[:-1])
    reader.refuses("UTF-16 cut short", ["[not-encoding]"], "decode", "cut16", given="ab".encode("utf-16")[:-1])
    reader.refuses("no such encoding", ['"KLINGON" is no encoding that is known here [no-encoding]', "GB18030"], "decode", "k", "KLINGON", given=b"a")
    reader.refuses("no way to change letters", ["[no-encoding]"], "decode", "k", "ASCII//TRANSLIT")
    reader.refuses("UTF-16 without a mark does not say its order", ["[no-encoding]", "UTF-16LE"], "decode", "k", "UTF-16")
    reader.refuses("a mark against what is told", ["[encoding-mark]", "the mark of UTF-8", "GB18030"], "decode", "m", "GB18030", given=CHINESE.encode("utf-8-sig"))
    reader.refuses("UTF-8 that is told to be another", ["the text is UTF-8", "[not-encoding]"], "decode", "o", "GB18030", given=CHINESE.encode())
    mixed = CHINESE.encode() + "另一行文字\n".encode("gb18030")
    reader.refuses("mixed, not told", ["mix:4:1: error: some lines are in UTF-8, and this one is not [mixed-encodings]", "this line is in UTF-8"], "decode", "mix", given=mixed)
    reader.refuses("mixed, told", ["[mixed-encodings]"], "decode", "mixt", "GB18030", given=mixed)
    reader.refuses("mixed, the other first", ["mixo:1:1", "[mixed-encodings]"], "decode", "mixo", given="另一行文字\n".encode("gb18030") + CHINESE.encode())
    reader.refuses("mixed Vietnamese", ["[mixed-encodings]"], "decode", "mixv", "windows-1258", given=VIETNAMESE.encode() + b"\xd0\xf5n gi\xe1\n")
    reader.refuses("a NUL byte", ["nul:2:2", "[nul-byte]"], "decode", "nul", given=b"ab\nc\0d\n")
    reader.refuses("a NUL byte, told", ["[nul-byte]"], "decode", "nult", "GB18030", given=b"ab\nc\0d\n")
    reader.refuses("no such file", ["[no-file]"], "decode", "nowhere")
