/* feel/parser.h - what lexer.c, parser.c, tests.c and typing.c share while one text is read. Inside the room only.
 *
 * The lexer hands out one token at a time and stops a name after its first part; what name stands there is asked of
 * the scope (lexer_name), since `a-b` is a name or a subtraction depending on what is known (FEEL.md a.2).
 */
#ifndef DECLARANT_FEEL_PARSER_H
#define DECLARANT_FEEL_PARSER_H

#include "feel/ast.h"
#include "feel/builtins.h"
#include "feel/operate.h"

typedef enum TokenKind { TOKEN_END, TOKEN_NUMBER, TOKEN_TEXT, TOKEN_AT, TOKEN_NAME, TOKEN_SIGN } TokenKind;

/* Signs of one character are that character. */
enum { SIGN_POWER = 256, SIGN_SPAN, SIGN_LESS_EQUAL, SIGN_MORE_EQUAL, SIGN_UNEQUAL, SIGN_ARROW };

typedef struct Token {
    TokenKind kind;
    int sign;          /* SIGN: which */
    uint32_t from, to; /* bytes in the source; NAME: the first part; AT: the quoted text after the @ */
} Token;

/* Names that the expression makes, innermost first. */
typedef struct Local {
    const struct Local *outer;
    Variable *variable;  /* a plain name; or the `item` of a filter */
    bool is_item;        /* of a filter: the entries of its type are names, too */
} Local;

typedef struct Parser {
    const FeelContext *context;
    Region *region;
    const Source *source;
    Text bytes;          /* of the source */
    uint32_t at;         /* after the token */
    uint32_t end;        /* of the text to read */
    Token token;
    Token last;          /* the token before it; a name whole */
    const Local *locals;
    uint32_t function;   /* number of the function literal being read; 0: none */
    uint32_t functions;  /* how many function literals there are */
    uint32_t variables;  /* locals taken so far in the function being read */
    uint32_t depth;      /* of things inside one another */
    bool failed;         /* a syntax error was told: all further tokens are END */
    uint32_t errors;     /* told for this text, syntax and types */
    bool unknown_type;   /* a type was read whose name nobody knows */
    bool bare_dates;     /* 2019-10-15 is a date, not a subtraction */
    bool no_filter;      /* reading the second end of a range: a `[` after it closes the range */
    const Type *input;   /* type of `?`; NULL: there is none */
    LIST_OF(Text) keys;  /* entry names met so far: candidates after a dot */
} Parser;

/* ---- lexer.c ---- */
void lexer_start(Parser *parser, Span text);
void lexer_next(Parser *parser);
bool lexer_is_sign(const Parser *parser, int sign);
bool lexer_is_word(const Parser *parser, const char *word);
bool lexer_is_word_after(Parser *parser, uint32_t at, const char *word);
/* Does a "(" follow the token? */
bool lexer_opens_after(const Parser *parser);
bool lexer_take_sign(Parser *parser, int sign);
bool lexer_take_word(Parser *parser, const char *word);
Text lexer_text(const Parser *parser);

/* The longest prefix of the name run at the token that `known` accepts; false when none is. Takes it. */
typedef bool NameKnown(Parser *parser, Text name, void *found);
bool lexer_name(Parser *parser, NameKnown *known, void *found, Text *name);
/* The name that ends before the first of `stops` (signs) or the word `in`; takes it; false when there is none. */
bool lexer_name_until(Parser *parser, const char *stops, bool stop_at_in, Text *name);
/* A text token's bytes with its escapes resolved. */
Text lexer_string(Parser *parser, Token token);
/* Is this one part a keyword? */
bool lexer_is_keyword(Text part);

/* ---- parser.c ---- */
const FeelNode *parse_expression(Parser *parser); /* NULL after a syntax error */
void parser_start(Parser *parser, const FeelContext *context, Span text);
/* Nothing is left over, and no error was told. */
bool parser_finish(Parser *parser);
/* `test` as a test of what `input` makes: itself when it reads the input, else a comparison with it. */
const FeelNode *node_test(Parser *parser, const FeelNode *input, const FeelNode *test, bool reads_input);
/* A syntax error: `wanted` was expected at the token. */
const FeelNode *parser_expected(Parser *parser, const char *wanted);
/* A syntax error at the token; the first one ends the reading. NULL, for returning. */
const FeelNode *parser_fail(Parser *parser, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* One deeper; false after a fault, and when that is too deep. Leave with parser->depth--. */
bool parser_enter(Parser *parser);
/* An error of types or names: told in strict mode only. NULL otherwise. */
Problem *parser_complain(Parser *parser, const char *name, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
FeelNode *node_new(Parser *parser, NodeKind kind, uint32_t from, uint32_t children);
/* After the children are in place: what the node takes over from them. */
void node_finish(Parser *parser, FeelNode *node);
const FeelNode *node_constant(Parser *parser, Span span, Value value, const Type *type);
const FeelNode *parse_call(Parser *parser, const FeelNode *callee); /* calls.c */
const Type *parse_type(Parser *parser);                             /* calls.c */
const FeelNode *parse_function(Parser *parser);                     /* calls.c */
Text feel_type_form(Region *region, const Type *type); /* as FEEL writes it: "list<number>" */
bool take_sign_or_fail(Parser *parser, int sign, const char *wanted);
/* A new name of the expression; what is made takes so many locals: see ast.h. */
enum { PLACES_PLAIN = 1, PLACES_LOOP = 3, PLACES_FILTER = 4 };
Variable *variable_new(Parser *parser, Text name, const Type *type, uint32_t places);
typedef LIST_OF(const FeelNode *) NodeList;
typedef LIST_OF(Variable *) VariableList;
/* The children of `node` from a list, one more in front. */
void node_adopt(Parser *parser, FeelNode *node, const FeelNode *first, const NodeList *rest);

/* ---- compile.c ---- */
/* The value of a constant node; false when it is not constant, or has a fault (told when strict). */
bool node_fold(const FeelContext *context, const FeelNode *node, Value *value);

/* ---- typing.c ---- */
void type_node(Parser *parser, FeelNode *node);
/* Complain where a constant text of `node` is none of the values that `type` allows. */
void type_check_allowed(Parser *parser, const FeelNode *node, const Type *type);
const Type *type_join(Region *region, const Type *a, const Type *b);
/* The type of a list's items, else the type itself. */
const Type *type_item(const Type *type);
/* The type of one turn of an iteration over `type`: an item of a list or range. */
const Type *type_turn(const Type *type);
bool type_has_entry(const Type *type, Text name);

#endif
