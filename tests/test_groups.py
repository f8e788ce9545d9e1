"""Grouping by whole-number keys, held against the plainest way to say the same."""

from collections import defaultdict

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rules.groups import Groups, blocks, joined, runs

KEYS = st.lists(st.integers(-2, 5), max_size=30)


@given(st.lists(st.tuples(st.integers(-2, 5), st.integers(-2, 4)), max_size=40))
def test_groups_count_what_a_loop_counts(rows):
    keys, values = (np.array([row[column] for row in rows], np.int64) for column in (0, 1))
    groups = Groups(keys)
    of_key = defaultdict(list)
    for at, key in enumerate(keys.tolist()):
        if key >= 0:
            of_key[key].append(at)
    assert groups.code.tolist() == [list(of_key).index(key) if key >= 0 else -1 for key in keys.tolist()]
    assert groups.sizes.tolist() == [len(at) for at in of_key.values()]
    assert groups.first.tolist() == [at[0] for at in of_key.values()]
    assert groups.kinds(values).tolist() == [len({values[one] for one in at if values[one] >= 0}) for at in of_key.values()]
    assert groups.first_of(values > 1).tolist() == [next((one for one in at if values[one] > 1), -1) for at in of_key.values()]
    assert groups.tally(values > 1).tolist() == [sum(values[one] > 1 for one in at) for at in of_key.values()]
    assert groups.spread(groups.sizes, 0).tolist() == [len(of_key[key]) if key >= 0 else 0 for key in keys.tolist()]


@given(st.lists(st.tuples(st.integers(-1, 3), st.integers(-1, 3), st.sampled_from([-1, 0, 2**61, 2**62])), min_size=1, max_size=30))
def test_joined_keys_are_equal_where_all_are(rows):
    key = joined(*(np.array([row[column] for row in rows], np.int64) for column in range(3)))
    for at, row in enumerate(rows):
        assert (key[at] < 0) == any(part < 0 for part in row)
        for other, others in enumerate(rows[:at]):
            assert key[at] < 0 or (key[at] == key[other]) == (row == others)


@given(KEYS)
def test_a_block_goes_on_over_rows_without_a_key(keys):
    known = [(at, key) for at, key in enumerate(keys) if key >= 0]
    expected, number = [-1] * len(keys), -1
    for place, (at, key) in enumerate(known):
        number += place == 0 or known[place - 1][1] != key
        expected[at] = number
    assert blocks(np.array(keys, np.int64)).tolist() == expected


def test_nothing_is_grouped_into_nothing():
    nothing = np.array([], np.int64)
    groups = Groups(nothing)
    assert groups.count == 0 and groups.kinds(nothing).tolist() == [] and groups.spread(groups.sizes).tolist() == []
    assert runs(np.array([], bool)).tolist() == [] and blocks(nothing).tolist() == []


def test_one_key_on_every_row_costs_one_group():
    groups = Groups(np.full(300_000, 7))
    assert groups.sizes.tolist() == [300_000] and groups.kinds(np.arange(300_000)).tolist() == [300_000]
