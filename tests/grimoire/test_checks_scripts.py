"""A text alternative may be written in any script."""
# ruff: noqa: RUF001

from __future__ import annotations

import pytest
from small_course import found

from grimoire.checks.alternatives import is_sentence, repeats

SENTENCES = [
    "Über die Epochen fällt der Fehler und bleibt dann gleich.",
    "Η απώλεια πέφτει σε κάθε εποχή.",
    "Потери падают с каждой эпохой.",
    "«Потери» падают с каждой эпохой.",
    "“Loss” falls with each epoch.",
    "¿Baja la pérdida en cada época?",
    "L’erreur baisse à chaque époque.",
    "الخسارة تنخفض مع كل دورة تدريب.",
    "ההפסד יורד בכל מחזור אימון.\u200f",
    "هل تنخفض الخسارة مع كل دورة؟",
    "損失はエポックごとに減少し、その後一定になる。",
    "误差随着训练轮数下降，然后保持不变。",
    "「損失」が小さくなる様子を示す曲線である。",
    "손실은 에폭마다 줄어든다.",
    "ค่าความสูญเสียลดลงในทุกรอบการฝึก",
    "हर युग में हानि घटती है।",
    "Կորուստը նվազում է ամեն շրջանում։",
    "28 by 28 pixels show a seven.",
    "k-means finds three groups of points.",
    "Two curves: one rises… (see the text.)",
    "*Two* curves cross at one half.",
    "Two curves that meet say “stop.”",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_of_any_script_is_a_text_alternative(tmp_path, sentence):
    assert is_sentence(sentence)
    assert found(tmp_path, f"![{sentence}](https://a.example/a.png)\n") == []


@pytest.mark.parametrize(
    "scrap",
    ["損失。", "误差下降。", "Η απώλεια πέφτει σε κάθε εποχή", "потери падают с каждой эпохой."],
)
def test_a_scrap_of_any_script_is_none(scrap):
    assert not is_sentence(scrap)


@pytest.mark.parametrize(
    ("alternative", "caption", "same"),
    [
        ("The loss falls with each epoch.", "the *loss* falls with each epoch", True),
        ("The loss falls with each epoch.", "The {term}`loss` falls with each epoch.", True),
        ("The loss falls with each epoch here.", "The loss falls with each epoch.", True),
        ("A curve falls fast, then slowly.", "The loss falls with each epoch.", False),
        ("误差随着训练轮数下降。", "误差随着训练轮数下降", True),
        ("A curve that falls.", "", False),
    ],
)
def test_an_alternative_that_says_what_the_caption_says_repeats_it(alternative, caption, same):
    assert repeats(alternative, caption) is same
