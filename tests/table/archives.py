"""Archives: what is in them comes out, and bombs, locks, forgeries and damage are told."""
import io
import random
import struct
import zipfile
import zlib


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def deflated_zeros(count):
    """A raw deflate stream of so many zero bytes."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = b"\0" * (1 << 20)
    return b"".join(machine.compress(piece) for _ in range(count >> 20)) + machine.flush()


def overlapping(kernel, count, inflated, crc):
    """`count` directory entries that all point at one local file."""
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0x21, crc, len(kernel), inflated, 1, 0) + b"a" + kernel
    central = b"".join(
        struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 0x21, crc, len(kernel), inflated, 1, 0, 0, 0, 0, 0, 0) + bytes([98 + i])
        for i in range(count))
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(central), len(local), 0)
    return local + central + end


def lying(data, offset_of, value, size=4):
    """The archive with a number in its directory changed."""
    at = data.rindex(b"PK\1\2") + offset_of
    return data[:at] + value.to_bytes(size, "little") + data[at + size:]


def check(reader):
    plain = zipped([("a.txt", "one"), ("folder/b.txt", "two"), ("空.txt", "three"), ("empty", "")])
    reader.gives("the names of an archive", "a.txt\nfolder/b.txt\n空.txt\nempty\n", "archive", "plain.zip", given=plain)
    reader.gives("an entry by its name", "two", "archive", "plain.zip", "folder/b.txt")
    reader.gives("an entry with nothing in it", "", "archive", "plain.zip", "empty")
    stored = random.Random(1).randbytes(300000)
    reader.gives("an entry that is stored, larger than one piece", stored, "archive", "stored.zip", "x", given=zipped([("x", stored)], zipfile.ZIP_STORED))
    strange = lying(zipped([("x", "hello")]), 10, 99, 2).replace(b"\x14\0\0\0\x08\0", b"\x14\0\0\0\x63\0")
    reader.refuses("an entry by a method nobody knows", ["[archive-broken]"], "archive", "strange.zip", "x", given=strange)
    reader.refuses("no such entry", ['plain.zip: error: "c.txt" in the archive is not there [no-entry]'], "archive", "plain.zip", "c.txt")
    reader.refuses("larger than the caller's limit", ["inflates to more than 2 bytes", "[archive-large]"], "archive", "plain.zip", "a.txt", "2")
    reader.gives("exactly the caller's limit", "one", "archive", "plain.zip", "a.txt", "3")

    bomb = zipped([("bomb", b"\0" * (64 << 20))])
    reader.refuses("a bomb: 64 MiB out of 64 KiB", ["LIMIT_ARCHIVE_RATIO", "[archive-large]"], "archive", "bomb.zip", "bomb", given=bomb)
    kernel = deflated_zeros(10 << 20)
    over = overlapping(kernel, 20, 10 << 20, zlib.crc32(b"\0" * (10 << 20)))
    reader.refuses("entries that lie in one another count each", ["[archive-large]"], "archive", "over.zip", "b", "99999999", "c", "99999999", "d", "99999999", given=over)
    small = zipped([("x", "a" * 100000)])
    reader.refuses("a directory that says 5 bytes where there are 100000", ["[archive-"], "archive", "liar.zip", "x", "50000", given=lying(small, 24, 5))
    nested = zipped([("inner.zip", bomb)])
    reader.gives("an archive inside an archive stays closed", bomb, "archive", "nested.zip", "inner.zip", given=nested)

    reader.refuses("a wrong checksum", ["[archive-broken]", "CRC"], "archive", "crc.zip", "empty", given=lying(zipped([("empty", "x" * 9)]), 16, 1))
    reader.refuses("cut short", ["[archive-broken]"], "archive", "short.zip", given=plain[:-40])
    reader.refuses("nothing", ["[archive-broken]"], "archive", "nothing.zip", given=b"")
    reader.refuses("no archive at all", ["[archive-broken]"], "archive", "text.zip", given=b"this is no archive" * 100)
    reader.refuses("damage inside an entry", ["[archive-broken]"], "archive", "damage.zip", "x",
                   given=(lambda z: z[:60] + b"\xff\xff\xff\xff" + z[64:])(zipped([("x", random.Random(2).randbytes(500))], zipfile.ZIP_DEFLATED)))
    locked = bytearray(zipped([("x", "secret")]))
    locked[6] |= 1
    locked[locked.rindex(b"PK\1\2") + 8] |= 1
    reader.refuses("an entry under a password", ["[archive-encrypted]", "password"], "archive", "locked.zip", "x", given=bytes(locked))
    reader.refuses("two entries of one name", ["[archive-twice]"], "archive", "twice.zip", "ab", given=zipped([("ab", "1"), ("ac", "2")]).replace(b"ac", b"ab"))
    reader.refuses("more entries than there may be", ["10001 entries", "LIMIT_ARCHIVE_ENTRIES", "[archive-entries]"], "archive", "many.zip",
                   given=zipped([(str(i), "") for i in range(10001)]))
