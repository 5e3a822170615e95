"""The data sets: what they hold, where MNIST is looked for, and what becomes of bad copies."""

import contextlib
import gzip
import hashlib
import http.server
import os
import socket
import struct
import subprocess
import sys
import threading
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnlib import datasets
from nnlib.datasets import Dataset, DatasetError, make_sample, mnist, sample
from nnlib.datasets.digits import enlarge
from nnlib.datasets.idx import IdxFile, pack, parse

TINY = {
    "train-images-idx3-ubyte": (6, 28, 28),
    "train-labels-idx1-ubyte": (6,),
    "t10k-images-idx3-ubyte": (2, 28, 28),
    "t10k-labels-idx1-ubyte": (2,),
}
FIRST = "train-images-idx3-ubyte"


def idx(values):
    return struct.pack(f">4B{values.ndim}I", 0, 0, 8, values.ndim, *values.shape) + values.tobytes()


def tiny_bytes():
    rng = np.random.default_rng(0)
    return {
        name: idx(rng.integers(0, 256 if len(shape) == 3 else 10, shape, dtype=np.uint8))
        for name, shape in TINY.items()
    }


RAW = tiny_bytes()
CASES = int(os.environ.get("NNLIB_FUZZ_CASES", "300"))
FILES = tuple(
    IdxFile(name, shape, hashlib.sha256(RAW[name]).hexdigest()) for name, shape in TINY.items()
)


def write(folder, packed=True, **replaced):
    """Put the tiny set into a folder; `replaced` gives one file other bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, raw in RAW.items():
        data = replaced.get(name.split("-idx")[0].replace("-", "_"))
        path = folder / (f"{name}.gz" if packed else name)
        path.write_bytes((gzip.compress(raw) if packed else raw) if data is None else data)
    return folder


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A tiny MNIST known by its own checksums, an empty cache, no named folder, no mirror."""
    monkeypatch.setattr(mnist, "MNIST_FILES", FILES)
    monkeypatch.setattr(mnist, "MIRRORS", ())
    monkeypatch.setattr(mnist, "PATIENCE", 1.2)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("no_proxy", "*")
    for name in ("NNLIB_DATA", "NNLIB_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def cached(home):
    cache = home / "cache" / "nnlib" / "mnist"
    return sorted(path.name for path in cache.iterdir()) if cache.exists() else []


class Mirror(http.server.BaseHTTPRequestHandler):
    """A web server whose path says how it behaves: /good/, /missing/, /lying/, ..."""

    def do_GET(self):
        _, manner, name = self.path.split("/")
        self.server.asked.append(manner)
        getattr(self, manner)(gzip.compress(RAW[name.removesuffix(".gz")], mtime=0))

    def good(self, data, length=None):
        self.send_response(200)
        self.send_header("Content-Length", str(length or len(data)))
        self.end_headers()
        self.wfile.write(data)

    def missing(self, data):
        self.send_error(404)

    def lying(self, data):
        self.good(gzip.compress(b"not the digits you asked for"))

    def subtly_lying(self, data):
        raw = bytearray(gzip.decompress(data))
        raw[-1] ^= 1
        self.good(gzip.compress(raw))

    def truncating(self, data):
        self.good(data[:-9], length=len(data))

    def stalling(self, data):
        self.server.closing.wait(5)

    def dripping_headers(self, data):
        self.drip(b"HTTP/1.1 200 OK\r\nX-Long: " + b"z" * 500)

    def dripping_body(self, data):
        self.send_response(200)
        self.end_headers()
        self.drip(data)

    def drip(self, data):
        for byte in data:
            if self.server.closing.wait(0.05):
                return
            self.wfile.write(bytes([byte]))
            self.wfile.flush()

    def handle(self):
        with contextlib.suppress(ConnectionError):
            super().handle()

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Mirror) as running:
        running.daemon_threads = True
        running.closing = threading.Event()
        running.asked = []
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield running
        running.closing.set()
        running.shutdown()


@pytest.fixture
def mirrors(home, server, monkeypatch):
    """Use mirrors that behave as told; returns the list of requests they get."""

    def use(*manners):
        base = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setattr(mnist, "MIRRORS", tuple(f"{base}/{m}/" for m in manners))
        server.asked.clear()
        return server.asked

    return use


def assert_tiny(data):
    assert data.name == "mnist"
    assert data.x_train.shape == (6, 784) and data.x_test.shape == (2, 784)
    np.testing.assert_array_equal(data.y_train, list(RAW["train-labels-idx1-ubyte"][8:]))


# What the loader returns.


def test_images_are_float32_rows_between_0_and_1_and_labels_indices(home):
    data = datasets.load_mnist(write(home / "d"))
    pixels = np.frombuffer(RAW[FIRST], np.uint8, offset=16).reshape(6, 784)
    np.testing.assert_array_equal(data.x_train, (pixels / 255).astype(np.float32))
    for x, y in ((data.x_train, data.y_train), (data.x_test, data.y_test)):
        assert x.dtype == np.float32 and x.flags.c_contiguous and x.flags.writeable
        assert y.dtype == np.intp and y.flags.writeable


@pytest.fixture(scope="module")
def whole() -> datasets.Dataset:
    """The whole of MNIST, which `make book` has fetched; CI names a folder with it."""
    try:
        return datasets.load_mnist(download=False, source="mnist")
    except datasets.DatasetError:
        pytest.skip("MNIST is neither in the cache nor in a folder that NNLIB_DATA names")


def test_the_real_mnist_is_what_lecun_published(whole):
    data = whole
    assert data.x_train.shape == (60_000, 784) and data.x_test.shape == (10_000, 784)
    assert data.y_train[:5].tolist() == [5, 0, 4, 1, 9]
    assert np.bincount(data.y_test).tolist() == [
        980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009,
    ]  # fmt: skip
    assert data.x_train.min() == 0 and data.x_train.max() == 1
    assert data.x_train.mean() == pytest.approx(0.1307, abs=1e-4)


# Where it looks.


@pytest.mark.parametrize("packed", [True, False])
def test_files_are_read_packed_and_unpacked(home, packed):
    assert_tiny(datasets.load_mnist(write(home / "d", packed)))


SPELLINGS = {
    "dot": "{stem}.{kind}",
    "dot, packed": "{stem}.{kind}.gz",
    "Kaggle": "{stem}-{kind}/{stem}-{kind}",
    "7-Zip": "{stem}-{kind}/{stem}.{kind}",
    "a folder named like the packed file": "{stem}-{kind}.gz/{stem}-{kind}",
    "torchvision": "MNIST/raw/{stem}-{kind}",
    "torchvision, packed": "MNIST/raw/{stem}-{kind}.gz",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_files_are_read_under_every_name_they_go_by(home, spelling):
    for name, raw in RAW.items():
        stem, kind = name.split("-idx")
        path = home / "d" / SPELLINGS[spelling].format(stem=stem, kind=f"idx{kind}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    assert_tiny(datasets.load_mnist(home / "d", download=False))


def test_a_file_of_the_right_name_goes_before_one_of_another(home):
    folder = write(home / "d")
    (folder / FIRST.replace("-idx", ".idx")).write_bytes(b"a spoilt copy")
    assert_tiny(datasets.load_mnist(folder, download=False))


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ([], "it holds nothing"),
        (["mnist.npz"], "it holds mnist.npz"),
        ([f"{i}.csv" for i in range(9)], "it holds 0.csv, 1.csv, .*, 7.csv, …"),
    ],
)
def test_the_error_says_what_a_folder_holds_in_place_of_the_file(home, there, said):
    (home / "d").mkdir()
    for name in there:
        (home / "d" / name).touch()
    with pytest.raises(DatasetError, match=f"(?m){home / 'd'}: no {FIRST}.gz; {said}$"):
        datasets.load_mnist(home / "d", download=False, source="mnist")


def test_the_error_says_where_there_is_no_folder(home):
    (home / "file").touch()
    for name, said in (("gone", "no such folder"), ("file", ".*Not a directory")):
        with pytest.raises(DatasetError, match=f"{home / name}: {said}"):
            datasets.load_mnist(home / name, download=False, source="mnist")


def test_environment_variable_names_a_folder(home, monkeypatch):
    monkeypatch.setenv("NNLIB_DATA", str(write(home / "d")))
    assert_tiny(datasets.load_mnist())


def test_data_dir_goes_before_the_environment(home, monkeypatch):
    monkeypatch.setenv("NNLIB_DATA", str(write(home / "bad", train_images=b"")))
    assert_tiny(datasets.load_mnist(write(home / "d")))


def test_cache_is_used_without_a_download(home, mirrors):
    asked = mirrors("good")
    write(home / "cache" / "nnlib" / "mnist")
    assert_tiny(datasets.load_mnist())
    assert asked == []


def test_a_file_missing_in_the_folder_comes_from_the_cache(home):
    folder = write(home / "d")
    (folder / f"{FIRST}.gz").unlink()
    write(home / "cache" / "nnlib" / "mnist")
    assert_tiny(datasets.load_mnist(folder))


def test_download_fills_the_cache_and_is_not_repeated(home, mirrors):
    asked = mirrors("good")
    assert_tiny(datasets.load_mnist())
    assert cached(home) == sorted(f"{name}.gz" for name in TINY)
    assert_tiny(datasets.load_mnist())
    assert len(asked) == 4


def test_a_damaged_cache_is_downloaded_again(home, mirrors):
    mirrors("good")
    write(home / "cache" / "nnlib" / "mnist", train_images=b"\x1f\x8bgarbage")
    assert_tiny(datasets.load_mnist())
    mirrors()
    assert_tiny(datasets.load_mnist())


def test_a_cache_that_cannot_be_written_warns_and_goes_on(home, mirrors):
    mirrors("good")
    (home / "cache").write_text("a file where the folder should be")
    with pytest.warns(UserWarning, match="could not be kept"):
        assert_tiny(datasets.load_mnist(source="mnist"))


def test_a_write_that_breaks_off_leaves_nothing_behind(home, mirrors, monkeypatch):
    def full(*args):
        raise OSError("No space left on device")

    mirrors("good")
    monkeypatch.setattr(os, "replace", full)
    with pytest.warns(UserWarning, match="No space left on device"):
        assert_tiny(datasets.load_mnist(source="mnist"))
    assert cached(home) == []


def test_two_processes_downloading_at_once_leave_a_whole_cache(home, mirrors):
    mirrors("good")
    script = (
        "import sys; from nnlib.datasets import mnist as d\n"
        f"d.MIRRORS = {mnist.MIRRORS!r}\n"
        f"d.MNIST_FILES = tuple(d.IdxFile(*f) for f in {[tuple(f) for f in FILES]!r})\n"
        "sys.stdin.readline(); print(d.load_mnist(source='mnist').name)"
    )
    both = [
        subprocess.Popen(
            [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for process in both:
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate(timeout=30)[0].strip() for process in both] == ["mnist", "mnist"]
    mirrors()
    assert_tiny(datasets.load_mnist())
    assert len(cached(home)) == 4


# What mirrors may do.

BAD = [
    "missing", "lying", "subtly_lying", "truncating", "stalling", "dripping_headers",
    "dripping_body",
]  # fmt: skip


@pytest.mark.parametrize("manner", BAD)
def test_the_next_mirror_answers_for_a_bad_one(home, mirrors, manner):
    asked = mirrors(manner, "good")
    assert_tiny(datasets.load_mnist(source="mnist"))
    assert asked == [manner, "good", "good", "good", "good"]


@pytest.mark.parametrize("manner", BAD)
def test_a_bad_download_is_an_error_and_never_kept(home, mirrors, manner):
    mirrors(manner)
    with pytest.raises(DatasetError, match=f"(?s)Tried:.*{manner}/{FIRST}.gz: .*NNLIB_DATA"):
        datasets.load_mnist(source="mnist")
    assert cached(home) == []


def test_all_mirrors_together_give_up_within_ten_seconds():
    assert mnist.PATIENCE < 10


def test_nobody_listening_is_an_error_that_lists_every_place(home, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    places = (f"http://127.0.0.1:{port}/a/", f"http://127.0.0.1:{port}/b/")
    monkeypatch.setattr(mnist, "MIRRORS", places)
    with pytest.raises(DatasetError) as caught:
        datasets.load_mnist(home / "named", source="mnist")
    for place in (str(home / "named"), str(home / "cache"), *places):
        assert place in str(caught.value)


def test_a_name_server_that_never_answers_does_not_hold_us_up(home, monkeypatch):
    released = threading.Event()
    monkeypatch.setattr(mnist, "MIRRORS", ("http://example.invalid/", "http://b.invalid/"))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: released.wait(60) and [])
    with pytest.raises(DatasetError, match="too slow"):
        datasets.load_mnist(source="mnist")
    released.set()


# What a file may hold.

GOOD = gzip.compress(RAW[FIRST])
WRONG_TYPE = b"\0\0\x0d\x03" + RAW[FIRST][4:]
DAMAGED = {
    "empty": b"",
    "garbage": b"no digits here",
    "garbage after a gzip magic": b"\x1f\x8b" + b"\xff" * 50,
    "truncated gzip": GOOD[: len(GOOD) // 2],
    "gzip of nothing": gzip.compress(b""),
    "gzip with one flipped bit": GOOD[:100] + bytes([GOOD[100] ^ 4]) + GOOD[101:],
    "wrong magic": gzip.compress(b"\1" + RAW[FIRST][1:]),
    "wrong type": gzip.compress(WRONG_TYPE),
    "header alone": RAW[FIRST][:16],
    "one value short": gzip.compress(RAW[FIRST][:-1]),
    "one value too many": gzip.compress(RAW[FIRST] + b"\0"),
    "another shape": gzip.compress(idx(np.zeros((5, 28, 28), np.uint8))),
    "one pixel changed": gzip.compress(RAW[FIRST][:-1] + bytes([RAW[FIRST][-1] ^ 1])),
    "labels for images": gzip.compress(RAW["train-labels-idx1-ubyte"]),
    "unpacks to far more": gzip.compress(RAW[FIRST] + bytes(10_000_000)),
}


@pytest.mark.parametrize("name", DAMAGED)
@pytest.mark.parametrize("source", ["auto", "mnist"])
def test_damage_in_a_named_folder_is_an_error_not_a_reason_to_look_further(home, name, source):
    folder = write(home / "d", train_images=DAMAGED[name])
    write(home / "cache" / "nnlib" / "mnist")
    with pytest.raises(DatasetError, match=rf"(?s){FIRST}.*cannot be used.*expected|gzip data"):
        datasets.load_mnist(folder, source=source)


@pytest.mark.parametrize(
    ("array", "code", "said"),
    [
        (
            np.zeros((6, 8), ">i4"),
            0x0C,
            r"int32 of shape \(6, 8\), as QMNIST's label files do",
        ),
        (np.zeros((6, 9), ">i4"), 0x0C, r"holds int32 of shape \(6, 9\)\.\n"),
        (np.zeros(7, np.uint8), 0x08, r"holds unsigned bytes of shape \(7,\)\.\n"),
        (np.zeros(6, ">f8"), 0x0E, r"holds float64 of shape \(6,\)\.\n"),
    ],
)
def test_an_idx_file_of_another_form_is_told_from_damage(home, array, code: int, said: str):
    header = bytes([0, 0, code, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    folder = write(home / "d")
    (folder / "train-labels-idx1-ubyte.gz").write_bytes(gzip.compress(header + array.tobytes()))
    with pytest.raises(DatasetError, match=said):
        datasets.load_mnist(folder)


def test_a_file_that_may_not_be_read_is_an_error(home, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    folder = write(home / "d")
    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    with pytest.raises(DatasetError, match=r"cannot be used: .*Permission denied"):
        datasets.load_mnist(folder)


def refused_or_right(data):
    """Any bytes are either the very file or a ValueError: never another array or exception."""
    try:
        array = parse(data, FILES[0])
    except ValueError:
        return
    assert idx(array) == RAW[FIRST]


@settings(max_examples=CASES, deadline=None, derandomize=True)
@given(st.binary(max_size=200), st.booleans())
def test_fuzz_any_bytes(data, packed):
    refused_or_right(gzip.compress(data) if packed else data)


@settings(max_examples=CASES, deadline=None, derandomize=True)
@given(
    st.sampled_from([GOOD, RAW[FIRST]]),
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=3),
    st.integers(0, 5000),
    st.binary(max_size=5),
)
def test_fuzz_a_good_file_changed_cut_and_lengthened(good, changes, length, tail):
    data = bytearray(good)
    for place, value in changes:
        data[place % len(data)] = value
    refused_or_right(bytes(data[:length]) + tail)
    refused_or_right(bytes(data) + tail)


# The sample.


def test_without_data_and_network_the_sample_stands_in_with_one_warning(home):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        data = datasets.load_mnist(download=False)
    assert data.name == "mnist-sample"
    assert [warning.filename for warning in caught] == [__file__]
    [words] = str(caught[0].message).splitlines()  # a page shows them
    for part in ("MNIST was not found", "6,000 of its 60,000", "1,000 of its 10,000", "NNLIB_DATA"):
        assert part in words


def test_the_warning_says_why_a_named_folder_was_of_no_use(home, monkeypatch):
    (home / "d").mkdir()
    (home / "d" / "qmnist-train-labels-idx2-int.gz").touch()
    monkeypatch.setenv("NNLIB_DATA", str(home / "gone"))
    with pytest.warns(UserWarning, match="MNIST was not found") as caught:
        datasets.load_mnist(home / "d", download=False)
    words = str(caught[0].message)
    assert f"({home / 'd'}: no {FIRST}.gz; it holds qmnist-train-labels-idx2-int.gz (Q" in words
    assert f"({home / 'gone'}: no such folder)" in words


def test_the_sample_can_be_asked_for_and_then_nothing_warns_or_is_looked_for(home, mirrors):
    asked = mirrors("good")
    folder = write(home / "d", train_images=b"spoilt")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data = datasets.load_mnist(folder, source="sample")
    assert data.name == "mnist-sample" and asked == []
    assert data.x_train.shape == (6_000, 784) and data.x_test.shape == (1_000, 784)
    assert data.x_train.dtype == np.float32 and data.y_train.dtype == np.intp
    assert data.x_train.min() == 0 and data.x_train.max() == 1
    assert data.y_train[:5].tolist() == [5, 0, 4, 1, 9]
    assert np.bincount(data.y_test).tolist() == [96, 115, 89, 123, 87, 99, 88, 111, 89, 103]


def test_the_sample_is_cut_out_of_the_real_files(whole, tmp_path):
    data = datasets.load_mnist(source="sample")
    for mine, real in zip(data, whole, strict=True):
        if mine is data.name:
            continue
        part = real[:6_000] if len(real) == 60_000 else real[::10]
        np.testing.assert_array_equal(mine, part)
    make_sample.make_sample(tmp_path)
    for file in sample.SAMPLE_FILES:
        made, kept = (folder / f"{file.name}.gz" for folder in (tmp_path, sample.FOLDER))
        assert gzip.decompress(made.read_bytes()) == gzip.decompress(kept.read_bytes())


def test_packing_the_same_bytes_gives_the_same_file():
    assert pack(RAW[FIRST]) == pack(RAW[FIRST])
    assert gzip.decompress(pack(RAW[FIRST])) == RAW[FIRST]
    assert pack(b"")[3:8] == bytes(5), "neither a name nor a date"


@pytest.mark.parametrize(
    "spoilt", [None, b"", gzip.compress(b"other digits")], ids=["missing", "empty", "others"]
)
def test_a_spoilt_installation_says_so(tmp_path, monkeypatch, spoilt):
    monkeypatch.setattr(sample, "FOLDER", tmp_path)
    if spoilt is not None:
        (tmp_path / f"{FIRST}.gz").write_bytes(spoilt)
    with pytest.raises(DatasetError, match=f"{FIRST}.gz, a part of nnlib.*Install nnlib again"):
        datasets.load_mnist(source="sample")


def test_the_sample_names_its_authors_and_its_licence():
    words = (sample.FOLDER / "LICENSE").read_text(encoding="utf-8")
    for part in ("LeCun", "Cortes", "Burges", "Attribution-ShareAlike 3.0"):
        assert part in words


def test_the_sample_needs_no_scikit_learn(home, monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    assert datasets.load_mnist(source="sample").name == "mnist-sample"
    with pytest.raises(DatasetError, match="pip install scikit-learn"):
        datasets.load_digits()


def test_source_mnist_raises_instead(home):
    with pytest.raises(DatasetError, match="download=False"):
        datasets.load_mnist(download=False, source="mnist")


def test_offline_no_mirror_is_asked(home, mirrors, monkeypatch):
    asked = mirrors("good")
    monkeypatch.setenv("NNLIB_OFFLINE", "1")
    with pytest.raises(DatasetError, match="NNLIB_OFFLINE"):
        datasets.load_mnist(source="mnist")
    assert asked == []


def test_unknown_source_is_refused(home):
    with pytest.raises(ValueError, match=r"'cifar'.*'auto', 'mnist' or 'sample'"):
        datasets.load_mnist(source="cifar")


def test_the_pixels_can_be_had_as_they_are_stored(home):
    floats = datasets.load_mnist(source="sample")
    stored = datasets.load_mnist(source="sample", dtype=np.uint8)
    assert stored.x_train.dtype == stored.x_test.dtype == np.uint8
    assert (stored.x_train / np.float32(255) == floats.x_train).all()
    assert (stored.y_train == floats.y_train).all()


def test_another_dtype_is_refused(home):
    with pytest.raises(ValueError, match="dtype must be float32 or uint8, got float64"):
        datasets.load_mnist(source="sample", dtype=np.float64)


# The small digits.


def test_digits_have_the_shape_of_mnist():
    data = datasets.load_digits()
    assert data.x_train.shape == (1500, 784) and data.x_test.shape == (297, 784)
    assert data.x_train.dtype == np.float32 and data.x_train.flags.c_contiguous
    assert data.x_train.min() == 0 and data.x_train.max() == 1
    assert data.y_test.dtype == np.intp and set(data.y_test) == set(range(10))


def test_enlarging_keeps_the_mean_and_the_orientation():
    images = np.zeros((2, 8, 8), np.float32)
    images[0, 2, 5] = 1
    images[1] = 0.5
    large = enlarge(images, 28)
    peak = np.unravel_index(large[0].argmax(), (28, 28))
    assert (np.array(peak) * 8 // 28).tolist() == [2, 5]
    assert large[0].mean() == pytest.approx(images[0].mean(), rel=1e-5)
    np.testing.assert_allclose(large[1], 0.5, rtol=1e-6)


# The toy problems.

TOYS = [datasets.xor, datasets.circles, datasets.moons, datasets.spirals]


@pytest.mark.parametrize("toy", TOYS)
@pytest.mark.parametrize("n", [1, 7, 100])
def test_toys_give_n_points_to_train_and_n_to_test(toy, n):
    data = toy(n=n)
    assert isinstance(data, Dataset) and data.name == toy.__name__
    assert data.x_train.shape == data.x_test.shape == (n, 2)
    assert data.x_train.dtype == np.float32 and data.y_train.dtype == np.intp
    assert set(data.y_train) <= {0, 1}
    assert n < 100 or np.bincount(data.y_test).tolist() == [50, 50]


@pytest.mark.parametrize("toy", TOYS)
def test_toys_depend_on_the_seed_and_on_nothing_else(toy):
    again = [toy(n=20, noise=0.1, seed=3) for _ in range(2)]
    np.testing.assert_array_equal(again[0].x_train, again[1].x_train)
    assert not np.array_equal(again[0].x_train, again[0].x_test)
    assert not np.array_equal(again[0].x_train, toy(n=20, noise=0.1, seed=4).x_train)


@pytest.mark.parametrize("toy", TOYS)
@pytest.mark.parametrize(
    ("name", "value"),
    [("n", 0), ("n", 2.5), ("n", -1), *(("noise", v) for v in ("a", -0.1, np.nan, np.inf))],
)
def test_toys_refuse_senseless_sizes_and_noise(toy, name, value):
    with pytest.raises(ValueError, match=f"{toy.__name__}: {name}"):
        toy(**{name: value})


def test_circles_without_noise_lie_on_their_circles():
    data = datasets.circles(noise=0)
    radius = np.hypot(*data.x_train.T)
    np.testing.assert_allclose(radius, np.where(data.y_train == 0, 1, 0.5), rtol=1e-6)


def test_moons_without_noise_lie_on_their_arcs():
    data = datasets.moons(noise=0)
    x, upper = data.x_train, data.y_train == 0
    centre = np.where(upper[:, None], [0, 0], [1, 0.5])
    np.testing.assert_allclose(np.hypot(*(x - centre).T), 1, rtol=1e-6)
    assert (x[upper, 1] >= 0).all() and (x[~upper, 1] <= 0.5).all()


def test_spirals_are_one_another_turned_by_half_a_turn():
    data = datasets.spirals(noise=0)
    radius = np.hypot(*data.x_train.T)
    angle = 3 * np.pi * radius + np.pi * data.y_train
    expected = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    np.testing.assert_allclose(data.x_train, expected, atol=1e-5)
