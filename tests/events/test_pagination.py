"""Every list with pages: its order, and walks through its pages in both directions."""

import pytest

from tests.events.paged_lists import LISTS, ORDERS, each_list, filled, ids

WALKS = [
    (name, step)
    for name, listed in LISTS.items()
    for step in (["next"] if listed.order.forward_only else ["next", "previous"])
]


def test_every_order_is_tested_here():
    assert {id(order) for order in ORDERS.values()} == {
        id(listed.order) for listed in LISTS.values()
    }


@pytest.mark.slow
@each_list
@pytest.mark.django_db
def test_pages_forward_and_back_have_the_order_of_the_query(listed):
    filled(listed)
    expected = listed.ids()
    assert len(expected) == 21
    for size in (1, 3, 4, 20, 21, 50):
        pages = [listed.page(size=size)]
        while pages[-1].next:
            pages.append(listed.page(pages[-1].next, size))
        assert [ids(page) for page in pages] == [
            expected[start : start + size] for start in range(0, 21, size)
        ]
        assert pages[0].previous == ""
        if listed.order.forward_only:
            assert {page.previous for page in pages} == {""}
            continue
        back = [pages[-1]]
        while back[0].previous:
            back.insert(0, listed.page(back[0].previous, size))
            assert ids(listed.page(back[0].next, size)) == ids(back[1])
        assert [ids(page) for page in back] == [ids(page) for page in pages]


@each_list
@pytest.mark.django_db
def test_empty_list_is_one_page(listed):
    page = listed.page()
    assert (ids(page), page.previous, page.next) == ([], "", "")


def walk_while_written(listed, chance, text, step):
    """Return the ids on the way from a page to the end of the list in one direction.

    After each page, the row that its cursor names and another row are removed; after the first
    three, three rows are added.
    """
    seen = []
    for turn in range(30):
        page = listed.page(text)
        seen += ids(page) if step == "next" else ids(page)[::-1]
        text = getattr(page, step)
        if not text:
            return seen
        removed = [seen[-1], chance.choice(listed.ids())]
        listed.rows().model.objects.filter(pk__in=removed).delete()
        for _ in range(3 if turn < 3 else 0):
            listed.add(chance)
    raise AssertionError("The walk does not end.")


@pytest.mark.slow
@pytest.mark.parametrize(("name", "step"), WALKS)
@pytest.mark.django_db
def test_rows_written_during_a_walk_repeat_and_hide_no_row(name, step):
    listed = LISTS[name]
    chance = filled(listed)
    at_start, text = listed.ids(), ""
    if step == "previous":
        text = listed.page(listed.page(size=20).next).previous
        at_start = at_start[:20]
    seen = walk_while_written(listed, chance, text, step)
    at_end = listed.ids()[:: 1 if step == "next" else -1]
    assert len(set(seen)) == len(seen)
    assert [pk for pk in seen if pk in at_end] == [pk for pk in at_end if pk in seen]
    assert set(at_start) & set(at_end) <= set(seen)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, step in WALKS if step == "previous"])
@pytest.mark.django_db
def test_each_side_of_a_row_is_a_page(name):
    listed = LISTS[name]
    filled(listed, 9)
    expected, page = listed.ids(), listed.page(size=1)
    for position in range(len(expected) - 1):
        row = page.next.removesuffix("after")
        at, before = listed.page(f"{row}at"), listed.page(f"{row}before")
        assert ids(at) == expected[position : position + 3]
        assert ids(before) == expected[max(position - 3, 0) : position]
        assert bool(before.previous) == (position > 3)
        page = listed.page(page.next, size=1)
