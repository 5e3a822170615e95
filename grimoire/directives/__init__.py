"""The teaching blocks of a page, the links to the club, its term, and solutions in cells.

Each file holds one block: its nodes with all that a page says about it, its parsing, and its HTML;
or one thing that all faces see alike, such as what a cell prints. A builder without visitors for
the nodes gets what their `plain` method makes of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    # Here, since `grimoire check` uses the rules of the blocks, but not Sphinx.
    from grimoire.directives import (
        answers,
        asked,
        bank_files,
        block,
        club,
        draw_a_digit,
        due,
        equations,
        experiment,
        film,
        fold,
        guide,
        licences,
        my_answers,
        named_files,
        notes,
        own_check,
        playground,
        progress,
        question,
        question_html,
        reply,
        review_cards,
        review_due,
        running_order,
        schedule,
        screen,
        self_test,
        solution,
        steps,
        task,
        video,
        wording,
        writing_prompts,
    )

    asking = (reply, question, question_html, asked, guide, self_test, writing_prompts, answers)
    kept = (my_answers, progress)
    made = (bank_files, due, equations, film, fold, licences, named_files, own_check, running_order)
    playing = (draw_a_digit, experiment, playground)
    reviewing = (review_cards, review_due)
    others = (notes, schedule, screen, solution, steps, wording)
    for part in (block, *asking, video, task, club, *kept, *made, *playing, *reviewing, *others):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
