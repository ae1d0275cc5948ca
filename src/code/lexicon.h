#ifndef CODE_LEXICON_H
#define CODE_LEXICON_H

/* The compiled lexicon: what words are events, and who stands where around them.

   The language is text (data/lexicon; its README gives the grammar), code/lexc compiles it.  The compiled form is one
   block of bytes without pointers: a header, then flat tables, each an array of the records below; records name each
   other by index, words by their number in the word table.  A word (lemma, lower case) is found by one hash look-up,
   which gives its classes, its contexts and its triggers, so that the cost of a token does not depend on the lexicon's
   size.

     word ──► triggers[] ──► rule ──► frame ──► paths     where actor and recipient stand
       │          └──► conditions[] ──► path, tests       what else must (not) stand in the tree
       └──► classes, contexts */

#include "base/err.h"
#include "doc/doc.h"

enum { LEX_MAGIC = 0x4c584d44, LEX_VERSION = 4, LEX_STEPS = 3 };

/* One step through the tree from a predicate.  A step from LEX_PREP up is a preposition: LEX_PREP + its word number. */
typedef enum LexStep {
    STEP_NONE,
    STEP_SUBJ,  /* who does it: subject, by-phrase of a passive, controller, antecedent; of a noun: its light verb's */
    STEP_OBJ,   /* to whom: object, subject of a passive */
    STEP_IOBJ,  /* indirect object */
    STEP_COMP,  /* clause: ccomp, xcomp, of a noun acl */
    STEP_XCOMP, /* open clause alone */
    STEP_CCOMP, /* closed clause alone */
    STEP_ADVCL, /* adverbial clause */
    STEP_PRT,   /* particle, or a bare adverb (shoot *down*) */
    STEP_ADV,   /* adverb */
    STEP_AMOD,  /* adjective before a noun */
    STEP_COMPOUND, /* noun before a noun */
    STEP_MOD,      /* adjective, noun or name before a noun */
    STEP_POSS,     /* possessor */
    STEP_DET,      /* determiner */
    STEP_NUM,      /* numeral */
    STEP_GOV,      /* the word that governs */
    STEP_LIGHT,    /* of a noun: the light verb that carries it */
    STEP_AUX,      /* auxiliary */
    STEP_CONJ,     /* what it is coordinated with, either side */
    STEP_APPOS,    /* apposition */
    STEP_PREP,     /* any prepositional phrase */
    STEP_ANY,      /* any word of the sentence */
    STEP_NEXT,     /* the word right after */
    STEP_PREV,     /* the word right before */
    STEP_PRED,     /* what an object is called: xcomp, second object, as-phrase */
    STEP_ACL,      /* participle or clause on a noun */
    STEP_COUNT,
    LEX_PREP = 64,
} LexStep;
extern const char *const lex_step_names[STEP_COUNT];

typedef struct LexPath {
    uint32_t n;
    uint32_t step[LEX_STEPS];
} LexPath;

typedef enum LexTestKind {
    TEST_WORD,   /* value: word */
    TEST_CLASS,  /* value: class */
    TEST_ENTITY, /* value: EntityType of the mention at the token */
    TEST_SECTOR, /* value: Sector of its entity */
    TEST_ACTOR,  /* any mention, or a pronoun */
    TEST_NUMBER, /* a numeral */
    TEST_CLAUSE, /* a verb */
    TEST_ANY,    /* anything at all */
    TEST_EVENT,  /* value: EventType of a trigger at the token */
    TEST_TAG,    /* value: Xpos */
    TEST_STATE,  /* a mention whose entity has a code and no sector but GOV: a state, a government, a capital */
    TEST_COUNT
} LexTestKind;

typedef struct LexTest {
    uint32_t kind, value;
} LexTest;

typedef struct LexCondition {
    uint8_t negated;
    uint8_t consumes; /* the word found is part of the trigger, and no event of its own */
    uint8_t is_head;  /* the word found is the trigger proper (the noun of a light verb) */
    uint8_t spare;
    uint32_t first_path, n_paths; /* alternatives */
    uint32_t first_test, n_tests; /* alternatives */
} LexCondition;

enum { LEX_VERB = 1, LEX_NOUN = 2, LEX_ADJ = 4 };

typedef struct LexTrigger {
    uint32_t rule;
    uint32_t pos; /* LEX_VERB … */
    uint32_t first_condition, n_conditions;
    int32_t weight; /* the most specific trigger of a token wins */
    uint32_t line;
} LexTrigger;

enum {
    LEX_EVENT_BLOCK = 255, /* no event: what the rule matches is none */
    RULE_BARE = 1,         /* an event even without a participant */
    RULE_ABSORB = 2,       /* the content is what is asked, promised, refused …: no event of its own */
    RULE_ABOUT = 4,        /* the content is an event of its own, which this one is about */
    RULE_NEEDS_ACTOR = 8,
    RULE_NEEDS_RECIPIENT = 16,
    RULE_RECIPROCAL = 32, /* subjects joined by "and" do it to each other: all are actors */
    RULE_NEEDS_CONTENT = 64,
    RULE_DENIES = 128, /* the content is denied, not alleged */
    RULE_WEAK = 256,   /* stands back behind any other event of its clause */
    RULE_OWN = 512,    /* of a file that joins the built-in ones: the second opinion knows nothing of it */
};

typedef struct LexRule {
    uint32_t name; /* offset of a terminated string */
    uint32_t file; /* offset: source file */
    uint32_t line;
    uint8_t event; /* EventType or LEX_EVENT_BLOCK */
    uint8_t mode;  /* Mode */
    char cameo[6]; /* terminated */
    uint32_t frame;
    uint32_t shift; /* table by content's type, or NONE */
    uint32_t flags;
    uint32_t first_content, n_content; /* paths to the content */
    uint64_t contexts;
} LexRule;

typedef enum LexSlot { SLOT_ACTOR, SLOT_RECIPIENT, SLOT_COUNT } LexSlot;

/* Where the participants stand: alternatives, tried in order until one gives somebody. */
typedef struct LexFrame {
    uint32_t name;
    struct {
        uint32_t first_path, n_paths;
    } slot[2][SLOT_COUNT]; /* [0] verb or adjective, [1] noun */
} LexFrame;

/* What an operator (ask, promise, refuse, threaten …) makes of a content of these types. */
typedef struct LexShiftRow {
    uint32_t types; /* bits 1 << EventType; 0: no coded content */
    uint8_t event;  /* LEX_EVENT_BLOCK: nothing is coded */
    uint8_t mode;
    char cameo[6];
} LexShiftRow;

typedef struct LexShift {
    uint32_t name, first_row, n_rows;
} LexShift;

typedef struct LexClass {
    uint32_t name;
    uint32_t n_words;
} LexClass;

typedef struct LexWord {
    uint32_t text, length;
    uint32_t first_class, n_classes; /* into class_refs */
    uint32_t first_trigger, n_triggers;
    uint64_t contexts;
    uint32_t alias; /* the verb that this irregular form belongs to, or the word itself */
    uint32_t spare;
} LexWord;

/* A `+` or `-` line: shown by `lexicon check`, run by the tests. */
typedef struct LexExample {
    uint32_t rule;
    uint32_t good;   /* 1: must match, 0: must not */
    uint32_t text;   /* offset */
    uint32_t expect; /* offset, "" none */
    uint32_t line;
} LexExample;

#define LEX_TABLES(X)                                                                                                  \
    X(slots, uint32_t)                                                                                                 \
    X(words, LexWord)                                                                                                  \
    X(class_refs, uint32_t)                                                                                            \
    X(classes, LexClass)                                                                                               \
    X(triggers, LexTrigger)                                                                                            \
    X(conditions, LexCondition)                                                                                        \
    X(paths, LexPath)                                                                                                  \
    X(tests, LexTest)                                                                                                  \
    X(rules, LexRule)                                                                                                  \
    X(frames, LexFrame)                                                                                                \
    X(shifts, LexShift)                                                                                                \
    X(shift_rows, LexShiftRow)                                                                                         \
    X(examples, LexExample)                                                                                            \
    X(text, char)

#define LEX_INDEX(name, Type) LEX_TABLE_##name,
enum { LEX_TABLES(LEX_INDEX) LEX_TABLE_COUNT };
#undef LEX_INDEX

typedef struct LexHeader {
    uint32_t magic, version;
    struct {
        uint64_t offset, n;
    } table[LEX_TABLE_COUNT];
} LexHeader;

/* Classes that the engine itself asks for, by name; a lexicon that lacks one has nothing in it. */
/* clang-format off */
#define LEX_ROLES(X)                                                                                                   \
    X(LIGHT)                                                                                                           \
    X(LIGHT_PASSIVE)                                                                                                   \
    X(QUANTITY)                                                                                                        \
    X(SUBJECT_CONTROL)                                                                                                 \
    X(NEGATING)                                                                                                        \
    X(HYPOTHETICAL) X(PLANNING) X(FACTIVE) X(JUDGING) X(REPORTING) X(NEGATOR) X(MODAL_OPEN) X(MODAL_PLAN) X(CONDITION)            \
    X(OPEN_ADVERB) X(PLAN_ADJ) X(OPEN_ADJ) X(PERSON_NOUN) X(KILL) X(WOUND) X(DETAIN) X(CASUALTY) X(OPEN_NOUN)          \
    X(NEGATING_NOUN) X(PLAN_NOUN) X(HEDGE_ADVERB) X(GENRE_SPORT) X(GENRE_SPORT_SURE) X(GENRE_CULTURE)                  \
    X(GENRE_CULTURE_SURE) X(GENRE_BUSINESS) X(GENRE_WEATHER) X(GENRE_OBITUARY) X(GENRE_ACCIDENT)                       \
    X(GENRE_POLITICS) X(PAST_ADJ) X(TITLE_NOUN) X(EVIDENCE) X(WHOEVER) X(ORDERING) X(ESCAPING) X(ALLOWING) X(KNOWING) X(DECREE) X(DRAFT) X(ENACTING) X(HEARSAY_NOUN) X(VIOLENCE) X(ARMED) X(GENRE_FICTION) X(GENRE_HISTORY) X(GENRE_LABOUR)
/* clang-format on */

#define LEX_ROLE(name) ROLE_##name,
typedef enum LexRole { LEX_ROLES(LEX_ROLE) ROLE_COUNT } LexRole;
#undef LEX_ROLE

struct Lexicon {
    const LexHeader *header;
#define LEX_FIELD(name, Type)                                                                                          \
    const Type *name;                                                                                                  \
    uint32_t n_##name;
    LEX_TABLES(LEX_FIELD)
#undef LEX_FIELD
    uint32_t role[ROLE_COUNT]; /* class numbers, NONE: the lexicon has no such class */
};

typedef struct Lexicon Lexicon;

/* Opens a compiled lexicon in place: `bytes` stay with the caller, live as long as the lexicon, and are aligned to 8
   bytes.  Fails if they are no lexicon of this version. */
bool lexicon_open(Lexicon *lex, const void *bytes, size_t size, Err *err);
/* The number of a lower-case word, NONE if the lexicon does not know it. */
uint32_t lexicon_word(const Lexicon *lex, Str lower);
uint32_t lexicon_class(const Lexicon *lex, Str name);
bool lexicon_in_class(const Lexicon *lex, uint32_t word, uint32_t class);
static inline bool lexicon_is(const Lexicon *lex, uint32_t word, LexRole role) {
    return word != NONE && lex->role[role] != NONE && lexicon_in_class(lex, word, lex->role[role]);
}
static inline const char *lexicon_string(const Lexicon *lex, uint32_t offset) {
    return lex->text + offset;
}

#endif
