/* ledger/merkle.h: the three ways to a proof agree, and what they make holds. The definitions of the standards, in Python, are in
 * tests/evidence; the root of no leaves is the SHA-256 of nothing (RFC 6962, 2.1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base64.h"
#include "ledger/merkle.h"

enum { SIZE = 40 };

typedef struct World {
    Region region;
    Sha256 leaves[SIZE];
    MerkleTree tree;
} World;

static World world_new(void)
{
    World world;
    region_init(&world.region, NULL);
    for (unsigned char i = 0; i < SIZE; i++)
        world.leaves[i] = merkle_leaf((Text){ (const char *)&i, 1 });
    world.tree = merkle_tree(&world.region, world.leaves, SIZE);
    return world;
}

static Text bytes(const Sha256 *hash)
{
    return (Text){ (const char *)hash->at, sizeof hash->at };
}

static void assert_same(const Sha256 *a, const Sha256 *b)
{
    assert_memory_equal(a->at, b->at, sizeof a->at);
}

static void check_part(World *world, MerkleSpan part, uint64_t size)
{
    Sha256 proof[MERKLE_PROOF];
    Text texts[MERKLE_PROOF];
    MerkleProver prover;
    size_t count = merkle_prove(&world->tree, part, size, proof);
    assert_int_equal(merkle_prover(&world->region, &prover, part, size), count != SIZE_MAX);
    if (count == SIZE_MAX)
        return;
    for (uint64_t i = 0; i < size; i++)
        merkle_prove_leaf(&prover, &world->leaves[i]);
    assert_int_equal(prover.count, count);
    for (size_t i = 0; i < count; i++) {
        Sha256 passed = merkle_proof(&prover, i);
        assert_same(&passed, &proof[i]);
        texts[i] = bytes(&proof[i]);
    }
    Sha256 root = merkle_over(&world->tree, (MerkleSpan){ 0, size }), over = merkle_over(&world->tree, part);
    assert_int_equal(merkle_check(part, size, bytes(&over), bytes(&root), texts, count), MERKLE_HOLDS);
}

static void test_proofs(void **state)
{
    (void)state;
    World world = world_new();
    for (uint64_t size = 0; size <= SIZE; size++)
        for (uint64_t from = 0; from <= size; from++)
            for (uint64_t to = from; to <= size; to++)
                check_part(&world, (MerkleSpan){ from, to }, size);
    region_close(&world.region);
}

static void test_growing(void **state)
{
    (void)state;
    World world = world_new();
    MerkleEdge edge = { 0 };
    Sha256 nothing = sha256_of(NULL, 0), root = merkle_root(&edge);
    assert_same(&root, &nothing);
    for (uint64_t i = 0; i < SIZE; i++) {
        merkle_add(&edge, &world.leaves[i]);
        Sha256 grown = merkle_root(&edge), over = merkle_over(&world.tree, (MerkleSpan){ 0, i + 1 });
        assert_same(&grown, &over);
    }
    region_close(&world.region);
}

static void test_letters(void **state)
{
    (void)state;
    Region region;
    region_init(&region, NULL);
    /* RFC 4648, part 10 */
    static const char *const vectors[][2] = { { "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg==" }, { "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" } };
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        Text back, wanted = text_of(vectors[i][0]);
        assert_true(text_equal(base64_text(&region, wanted), text_of(vectors[i][1])));
        assert_true(base64_bytes(&region, text_of(vectors[i][1]), &back) && text_equal(back, wanted));
        assert_true(hex_bytes(&region, hex_text(&region, wanted), &back) && text_equal(back, wanted));
    }
    static const char *const refused[] = { "Z", "Zg", "Zg=", "Zh==", "Zm9=", "====", "Zg==Zg==", "Zg= ", "Z-==" };
    Text back;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_false(base64_bytes(&region, text_of(refused[i]), &back));
    assert_false(hex_bytes(&region, TEXT("0"), &back));
    assert_false(hex_bytes(&region, TEXT("0A"), &back));
    region_close(&region);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_proofs), cmocka_unit_test(test_growing), cmocka_unit_test(test_letters) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
