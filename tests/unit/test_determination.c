/* tests/unit/test_determination.c - what cases cannot show of the determination room: how what an answer hangs on is walked.
 * The rest is data: tests/determination, tests/reports, tests/examples. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "determination/hang.h"

typedef struct Met {
    Text notes[8];
    uint32_t numbers[8];
    uint32_t count;
} Met;

static void meet(void *context, const Hang *leaf, uint32_t number)
{
    Met *met = context;
    assert_true(met->count < 8);
    met->notes[met->count] = leaf->note;
    met->numbers[met->count++] = number;
}

static void test_each_leaf_once(void **state)
{
    (void)state;
    Region region;
    region_init(&region, NULL);
    const Hang *a = hang_on_note(&region, TEXT("a")), *b = hang_on_note(&region, TEXT("b"));
    for (int i = 0; i < 80; i++) { /* walked as a tree: more than 10 to the power of 16 leaves */
        const Hang *next = hang_both(&region, a, b);
        a = b;
        b = next;
    }
    Met met = { .count = 0 };
    HangWalk walk = { .region = &region };
    hang_round(&walk);
    hang_walk(&walk, b, meet, &met);
    assert_int_equal(met.count, 2);
    hang_walk(&walk, b, meet, &met);
    assert_int_equal(met.count, 2); /* the same round */
    hang_round(&walk);
    hang_walk(&walk, b, meet, &met);
    assert_int_equal(met.count, 4);
    assert_int_equal(met.numbers[0], met.numbers[2]); /* a leaf keeps its number */
    region_close(&region);
}

static void test_from_left_to_right(void **state)
{
    (void)state;
    Region region;
    region_init(&region, NULL);
    const Hang *one = hang_both(&region, hang_on_note(&region, TEXT("c")), hang_on_note(&region, TEXT("a")));
    const Hang *two = hang_both(&region, one, hang_both(&region, hang_on_note(&region, TEXT("a")), hang_on_note(&region, TEXT("b"))));
    Met met = { .count = 0 };
    HangWalk walk = { .region = &region };
    hang_round(&walk);
    hang_walk(&walk, NULL, meet, &met);
    assert_int_equal(met.count, 0);
    hang_walk(&walk, two, meet, &met);
    assert_int_equal(met.count, 3); /* two notes of one text are one leaf */
    assert_true(text_is(met.notes[0], "c") && text_is(met.notes[1], "a") && text_is(met.notes[2], "b"));
    region_close(&region);
}

static void tally(void *context, const Hang *leaf, uint32_t number)
{
    (void)leaf;
    assert_int_equal(number, (*(uint32_t *)context)++);
}

static void test_a_long_chain(void **state)
{
    (void)state;
    Region region;
    region_init(&region, NULL);
    const Hang *all = NULL;
    Frame *frames = REGION_ARRAY(&region, Frame, 200000);
    for (size_t i = 0; i < 200000; i++)
        all = hang_both(&region, all, hang_on_slot(&region, &frames[i], 1));
    HangWalk walk = { .region = &region };
    uint32_t count = 0;
    hang_round(&walk);
    hang_walk(&walk, all, tally, &count); /* no recursion, so no end of the stack */
    assert_int_equal(count, 200000);
    region_close(&region);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_leaf_once),
        cmocka_unit_test(test_from_left_to_right),
        cmocka_unit_test(test_a_long_chain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
