"""A small unit with a self-test of three questions, required before the second meeting."""

SCHEDULE = """\
term: Winter 2027
begins: 2027-01-04
weeks:
  - unit: Sums
    what: Adding.
  - off: Reading week
  - unit: Products
    what: Multiplying.
    before: "[](sums/test.md), 5 min."
"""
TEST = """\
# A self-test

::::{question} Add
:name: q-add
:kind: numeric

What is $1 + -3$?

:::{response} -2
:correct:
Down by three.
:::
:::{response} 4
You lost the minus.
:::
:::{hint}
Go to the left.
:::
:::{answer}
It is $-2$.
:::
::::

::::{question} Stretch
:name: q-stretch
:kind: choice

What is twice $x$?

:::{option} $x + 2$
That adds.
:::
:::{option} $2x$
:correct:
Two of them.
:::
:::{answer}
$2x$.
:::
::::

::::{question} Take away
:name: q-take
:kind: numeric

What is $5 - 1$?

:::{response} 4
:correct:
One less.
:::
:::{hint}
Go to the left.
:::
:::{answer}
Three and one more.
:::
::::

::::{self-test} [the next unit](../next.md)
:enough: 2

| question | if it went wrong, read |
| :--- | :--- |
| {numref}`q-add` | {ref}`adding` |
| {numref}`q-stretch` | {ref}`stretching` |
| {numref}`q-take` | {ref}`adding` |
::::
"""
WORDS = """\
# Words

(adding)=
## Adding up

Go to the right.

(stretching)=
## Stretching

Add it to itself.
"""
PAGES = {
    "index": "# Home\n",
    "sums/index": "---\nunit:\n  number: 1\n  title: Sums\n---\n\n# Sums\n",
    "sums/test": TEST,
    "sums/words": WORDS,
    "next": "# Next\n",
}
