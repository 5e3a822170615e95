"""What a reader gives the playground, addresses and points: nonsense gets one sentence."""

from __future__ import annotations

import gzip

import pytest
from in_node import in_node

from grimoire.play.build import PAGE
from grimoire.scripts import sent_files

MOST_BYTES = 40_000

READ = """
const { read, write } = await load("playground/address.js");
answer(given.map((text) => {
  const { states, problems } = read(text);
  return { states, problems, again: write(states) };
}));
"""
POINTS = """
const { pointsOf, NoPoints } = await load("playground/csv.js");
answer(given.map((text) => {
  try {
    return pointsOf(text, 500);
  } catch (error) {
    if (!(error instanceof NoPoints)) throw error;
    return error.message;
  }
}));
"""
FIELDS = """
const { FIELDS } = await load("playground/fields.js");
answer(FIELDS.map(({ name, kind, start, ...facts }) => {
  const text = kind.write(start);
  return { name, kept: kind.write(kind.read(text, facts)) === text, wanted: kind.wanted(facts) };
}));
"""

GOOD = [
    "data=spirals&layers=8,8&optimizer=adam&lr=0.003",
    "layers=",
    "data=own&points=0.5_-1_0~-0.25_1e-7_1",
    "nesterov=yes&hide=data,inspect",
    "data=moons&b.lr=0.3&b.layers=2",
    "b.seed=0",
]
BAD = {
    "lr=fast": "Learning rate in the address must be a number from 0.0001 to 10, and is “fast”",
    "lr=99": "Learning rate in the address must be a number from 0.0001 to 10",
    "n=1e2": "Points to train on in the address must be a whole number from 10 to 500",
    "data=elephants": "must be one of circles, xor, moons, spirals, own",
    "layers=9": "up to 6 sizes from 1 to 8",
    "layers=1,1,1,1,1,1,1": "up to 6 sizes from 1 to 8",
    "features=": "some of x1, x2",
    "data=own&points=1_2": "points such as 0.5_-1_0",
    "data=own&points=1_2_3": "points such as 0.5_-1_0",
    "v2.zoom=3": "“v2.zoom”, which this playground does not know",
    "__proto__=1": "“__proto__”, which this playground does not know",
    "%F0%9F=%": "does not know",
    "<script>alert(1)</script>": "does not know",
    "b.lr=-1": "Learning rate in the address must be",
}
TABLES = {
    "0.5, -1, 0\n1,2,1": [[0.5, -1, 0], [1, 2, 1]],
    "x;y;class\n0.5;1;0\n\n2;3;1\r\n": [[0.5, 1, 0], [2, 3, 1]],
    "1\t2\tred\n3\t4\tblue": [[1, 2, 1], [3, 4, 0]],
    "1 2 1": [[1, 2, 1]],
    "0.123456789,1e3,0": [[0.1235, 1000, 0]],
}
NO_TABLES = {
    "": "There is no line with numbers",
    "only, some, words": "There is no line with numbers",
    "1\n2\n3": "Point 1 has one column. Each line needs three",
    "1,2\n3,4": "Point 1 has 2 columns",
    "1,2,0\n1,two,0": "Point 2 has “two” where a number should be",
    "1,2,a\n1,2,b\n1,2,c": "has 3 different classes (a, b, c), and the playground takes two",
    "1,2,0\n" * 501: "These are 501 points, and the playground takes at most 500",
    "x" * 100_000: "The text has 100,000 characters, and at most 50,000 are read",
    "9" * 400 + ",2,0": "where a number should be",
}


@pytest.fixture(scope="module")
def states() -> dict[str, dict]:
    texts = [*GOOD, *BAD]
    return dict(zip(texts, in_node(READ, texts), strict=True))


@pytest.mark.parametrize("text", GOOD)
def test_an_address_gives_a_state_that_gives_the_address(states, text):
    assert states[text]["problems"] == []
    assert set(states[text]["again"].split("&")) == set(text.split("&"))


@pytest.mark.parametrize("text", BAD)
def test_what_is_wrong_in_an_address_is_said_and_the_start_stays(states, text):
    [problem] = states[text]["problems"]
    assert BAD[text] in problem
    assert set(states[text]["again"].split("&")) <= {"", "data=own", "b.seed=0"}


def test_a_huge_address_is_not_read():
    [huge] = in_node(READ, ["points=" + "0_0_0~" * 20_000])
    assert "at most 20000 are read" in huge["problems"][0]
    assert huge["again"] == ""


def test_each_field_can_be_written_and_says_what_it_takes():
    fields = in_node(FIELDS)
    assert [field["name"] for field in fields if not (field["kept"] and field["wanted"])] == []


def test_tables_of_points_are_read():
    assert in_node(POINTS, list(TABLES)) == list(TABLES.values())


def test_what_is_no_table_of_points_gets_one_sentence():
    for said, expected in zip(in_node(POINTS, list(NO_TABLES)), NO_TABLES.values(), strict=True):
        assert expected in said


def test_the_playground_weighs_little():
    files = sent_files(PAGE)
    parts = [data for name, data in files.items() if not name.startswith(("digit/", "experiment/"))]
    assert sum(len(gzip.compress(data, 6)) for data in parts) < MOST_BYTES
