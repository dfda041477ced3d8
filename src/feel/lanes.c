/* feel/lanes.c - see lanes.h. The numbers are those of vm.c: the same functions make them. */
#include "feel/lanes.h"

#include "feel/code.h"

enum { HEIGHT = 4 }; /* of the stack */

static bool can_run(Opcode op)
{
    return op == OP_CONSTANT || op == OP_SLOT || op == OP_ADD || op == OP_SUBTRACT || op == OP_MULTIPLY || op == OP_ADD_SLOT || op == OP_SUBTRACT_SLOT ||
           op == OP_MULTIPLY_SLOT || op == OP_ROUND_TO || op == OP_RETURN;
}

static bool rounds_plainly(const FeelCode *code, const Instruction *step)
{
    Value digits = code->constants[step->c];
    return digits.kind == VALUE_NUMBER && digits.exponent == 0 && digits.number > -1000 && digits.number < 1000;
}

uint32_t feel_lanes_steps(const FeelCode *code)
{
    for (uint32_t i = 0; i < code->count; i++)
        if (!can_run(code->steps[i].op) || (code->steps[i].op == OP_ROUND_TO && !rounds_plainly(code, &code->steps[i])))
            return 0;
    return code->size - code->locals <= HEIGHT ? code->count : 0;
}

bool feel_lanes_slot(const FeelCode *code, uint32_t step, uint8_t *up, uint16_t *slot)
{
    uint8_t op = code->steps[step].op;
    *up = code->steps[step].a;
    *slot = code->steps[step].b;
    return op == OP_SLOT || op == OP_ADD_SLOT || op == OP_SUBTRACT_SLOT || op == OP_MULTIPLY_SLOT;
}

/* ---- one instruction for all lanes ---- */

/* Of two numbers; anything else is odd. */
#define TWO_NUMBERS(name, work)                                                                                                 \
    static void name(Region *region, const LaneSet *lanes, Value *out, const Value *a, const Value *b, uint64_t *odd)           \
    {                                                                                                                           \
        uint64_t left = 0;                                                                                                      \
        for (uint32_t i = 0; i < lanes->count; i++) {                                                                           \
            uint8_t lane = lanes->at[i];                                                                                        \
            bool numbers = value_is_number(a[lane]) && value_is_number(b[lane]);                                                \
            out[lane] = numbers ? work(region, a[lane], b[lane]) : VALUE_NOTHING;                                               \
            left |= (uint64_t)(out[lane].kind == VALUE_NULL) << lane;                                                           \
        }                                                                                                                       \
        *odd |= left;                                                                                                           \
    }
TWO_NUMBERS(add_lanes, number_add)
TWO_NUMBERS(subtract_lanes, number_subtract)
TWO_NUMBERS(multiply_lanes, number_multiply)

static void round_lanes(Region *region, const LaneSet *lanes, Value *out, const Value *a, int32_t digits, Rounding mode, uint64_t *odd)
{
    uint64_t left = 0;
    for (uint32_t i = 0; i < lanes->count; i++) {
        uint8_t lane = lanes->at[i];
        out[lane] = a[lane].kind == VALUE_NUMBER ? number_round(region, a[lane], digits, mode) : VALUE_NOTHING;
        left |= (uint64_t)(out[lane].kind == VALUE_NULL) << lane;
    }
    *odd |= left;
}

/* What a program says that only reads a slot: as the vm takes it, worked out and not to be turned. */
static void copy_lanes(const LaneSet *lanes, Value *out, const Value *a, uint64_t *odd)
{
    uint64_t left = 0;
    for (uint32_t i = 0; i < lanes->count; i++) {
        uint8_t lane = lanes->at[i];
        out[lane] = a[lane];
        left |= (uint64_t)(!value_is_there(a[lane]) || a[lane].kind == VALUE_MONEY) << lane;
    }
    *odd |= left;
}

static void fill_lanes(const LaneSet *lanes, Value *out, Value value)
{
    for (uint32_t i = 0; i < lanes->count; i++)
        out[lanes->at[i]] = value;
}

/* ---- the program ---- */

/* The stack holds columns: of slots as they are, of results the one that belongs to the height. The last result goes out at once. */
void feel_lanes_run(Region *region, const FeelCode *code, const Value *const *columns, const LaneSet *lanes, Value *out, uint64_t *odd)
{
    Value made[HEIGHT][LANES];
    const Value *stack[HEIGHT];
    uint32_t top = 0; /* one past the highest */
    for (uint32_t i = 0; i + 1 < code->count; i++) {
        const Instruction *step = &code->steps[i];
        bool both = step->op == OP_ADD || step->op == OP_SUBTRACT || step->op == OP_MULTIPLY; /* operands on the stack */
        bool pushes = step->op == OP_CONSTANT || step->op == OP_SLOT;
        top += pushes;
        top -= both;
        const Value *a = stack[top - 1], *b = both ? stack[top] : columns[i];
        Value *result = i + 2 == code->count ? out : made[top - 1];
        switch ((Opcode)step->op) {
        case OP_CONSTANT: fill_lanes(lanes, result, code->constants[step->c]); break;
        case OP_ADD: case OP_ADD_SLOT: add_lanes(region, lanes, result, a, b, odd); break;
        case OP_SUBTRACT: case OP_SUBTRACT_SLOT: subtract_lanes(region, lanes, result, a, b, odd); break;
        case OP_MULTIPLY: case OP_MULTIPLY_SLOT: multiply_lanes(region, lanes, result, a, b, odd); break;
        case OP_ROUND_TO: round_lanes(region, lanes, result, a, (int32_t)code->constants[step->c].number, (Rounding)step->a, odd); break;
        default: break; /* SLOT */
        }
        stack[top - 1] = step->op == OP_SLOT ? columns[i] : result;
    }
    if (stack[0] != out)
        copy_lanes(lanes, out, stack[0], odd);
}
