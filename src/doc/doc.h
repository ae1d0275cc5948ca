#ifndef DOC_DOC_H
#define DOC_DOC_H

/* How a report becomes data.  Every stage reads the arrays on its left and appends its own, which then stay as they
   are.

     bytes of a file
       │ text/reader      id, date, title, byline, captions …              one Doc a report
       ▼
     text ──────────────────────────────────────────────────────────────► every Span below points here
       │ text/sentence    sentences[]     where each begins and ends; a heading is marked, and yields no event
       │ text/token       tokens[]        UD words, with their sentence
       ▼
     tokens
       │ syntax/parser    tokens[]        upos, xpos, feats, lemma, head, deprel filled in
       ▼
     trees
       │ code/mention     mentions[]      noun phrases, names and pronouns that denote actors or places
       │ code/entity      entities[]      mentions merged; code, sector, role, and how that was decided
       │ code/time        times[]         TIMEX3 values, as days
       │ code/place       places[]        points on the map
       │ code/attribution attributions[]  source, cue, content, stance
       │ code/event       events[]        type, actor, recipient, place, date, size, rule
       │ code/status      events[].status, asserted_by, denied_by, hedged_by, about
       ▼
     out/…                one record a document, or one line an event

   Records point to each other by index (NONE = to nothing) and to the text by Span.  Lists inside a record are a Range
   of doc->refs (indices) or doc->spans.  Everything lives in the document's arena; strings are valid as long as the
   arena. One thread works on one document. */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"
#include "doc/ontology.h"
#include "doc/ud.h"

#define NONE UINT32_MAX

enum { DOC_MAX_BYTES = 16 * 1024 * 1024 }; /* of text; a longer report is refused where it is read */

/* Bytes of doc->text, [start, end); both on a code point's border.  {0, 0} with NONE_SPAN: absent. */
typedef struct Span {
    uint32_t start, end;
} Span;
#define NONE_SPAN ((Span){NONE, NONE})
static inline bool span_is(Span s) {
    return s.start != NONE;
}
static inline bool span_meets(Span a, Span b) {
    return a.start < b.end && b.start < a.end;
}
static inline bool span_holds(Span a, Span b) {
    return a.start <= b.start && b.end <= a.end;
}
static inline bool span_eq(Span a, Span b) {
    return a.start == b.start && a.end == b.end;
}

typedef struct Range {
    uint32_t first, n;
} Range;

/* ---- text ---- */

typedef enum SentenceKind {
    SENTENCE_BODY,
    SENTENCE_HEADING, /* a paragraph of its own without a stop among others with one: parsed, but yields no event */
} SentenceKind;

typedef struct Sentence {
    Span span;
    uint32_t first, end; /* tokens [first, end) */
    uint32_t paragraph;  /* counts from 0 */
    uint8_t kind;        /* SentenceKind */
    uint32_t root;       /* token; NONE before parsing */
    uint32_t lead; /* bytes of a dateline ("MOSCOW, June 3 (Reuters) -") before the sentence proper; 0 mostly.  Its
                      tokens are tokens like others */
} Sentence;

enum {
    TOKEN_SPACE_AFTER = 1, /* white space follows in the text */
    TOKEN_JOINED = 2,      /* continues the word before it: "n't" in "don't" (UD multiword token) */
    TOKEN_QUOTED = 4,      /* inside quotation marks that open and close (attribution stage) */
};

/* A syntactic word (UD).  Its form is the text of its span. */
typedef struct Token {
    Span span;
    Str lemma;
    uint32_t sentence;
    uint32_t head;  /* a token of the same sentence; NONE: the root */
    uint8_t upos;   /* Upos */
    uint8_t xpos;   /* Xpos: Penn Treebank tag */
    uint8_t deprel; /* Deprel, with subtype */
    uint8_t flags;
    uint32_t feats; /* morphological features: index into the syntax model's table of feature sets */
} Token;

/* ---- who ---- */

typedef enum MentionForm { MENTION_NAME, MENTION_NOMINAL, MENTION_PRONOUN, MENTION_ADJECTIVE } MentionForm;

/* The words that denote somebody, somewhere: the shortest natural noun phrase with country and role modifiers ("Iranian
   President Hassan Rouhani", "two Chinese warplanes", "its", "Russian" of "Russian strikes"), without relative clause,
   apposition or leading article. */
typedef struct Mention {
    Span span;
    uint32_t first, end; /* tokens [first, end) */
    uint32_t head;       /* token: the syntactic head */
    uint32_t entity;     /* NONE until resolved */
    uint8_t form;        /* MentionForm */
    uint8_t type;        /* EntityType */
} Mention;

typedef struct Entity {
    uint8_t type;       /* EntityType */
    uint8_t basis;      /* Basis */
    uint8_t sectors[4]; /* Sector, primary first; 0 ends the list */
    char code[4];       /* ISO 3166-1 alpha-3, IGO, UNO …; "" none */
    Str name;           /* longest name form, or the head noun phrase */
    Str role;           /* role words as found in the text; absent: none */
    Str registry_id;    /* absent: none */
    Range mentions;     /* of refs: indices of mentions, in order of text */
} Entity;

/* ---- when and where ---- */

enum { DAY_NONE = INT32_MIN };

typedef struct Time {
    Span span;
    uint8_t type;     /* TimeType */
    Str value;        /* TIMEX3 value: "2023-04", "P2D", "PRESENT_REF" */
    int32_t from, to; /* days since 1970-01-01, both ends included; DAY_NONE: not on the calendar */
    uint32_t token;   /* the syntactic head */
} Time;

typedef struct Place {
    Span span;
    Str name;
    uint32_t geonameid; /* 0 unknown */
    double lat, lon;    /* degrees; NAN unknown */
    char country[4];
    Str admin1;
    uint32_t token;   /* the syntactic head */
    uint32_t mention; /* the same words as a mention, or NONE */
} Place;

/* ---- on whose word ---- */

typedef struct Attribution {
    uint8_t kind;         /* AttributionKind */
    uint8_t stance;       /* Stance */
    uint32_t sentence;    /* of the cue, or of the content where there is no cue */
    Span source;          /* NONE_SPAN: not named */
    uint32_t source_head; /* token or NONE */
    uint32_t entity;      /* the source's, or NONE */
    Span cue;             /* NONE_SPAN possible for a bare quotation */
    uint32_t cue_head;    /* token or NONE */
    Range contents;       /* of spans */
    uint32_t parent;      /* attribution whose content holds this one (A said that B had told C), or NONE */
} Attribution;

/* ---- what ---- */

/* Sides of an event that the learned second opinion filled otherwise than the lexicon's frame. */
typedef enum Learned { LEARNED_ACTOR = 1, LEARNED_RECIPIENT = 2 } Learned;

typedef struct Event {
    uint8_t type;       /* EventType */
    uint8_t mode;       /* Mode; 0 none */
    uint8_t status;     /* Status */
    uint8_t date_basis; /* DateBasis */
    uint64_t contexts;  /* bit 1 << Context */
    char cameo[5];
    Range actors, recipients;                 /* of refs: entities */
    Range actor_mentions, recipient_mentions; /* of refs: the mentions in this sentence that filled the slots */
    Str date, enddate;                        /* ISO 8601, perhaps cut ("2023-04"); absent: none */
    uint32_t place;                           /* or NONE */
    uint32_t sentence;
    uint32_t trigger_head; /* token */
    Span trigger;
    Span span;                               /* the clause that tells it */
    Range evidence;                          /* of spans: further places of the report that tell the same act */
    int32_t dead, injured, arrested;         /* −1: not said */
    Range asserted_by, denied_by, hedged_by; /* of refs: attributions */
    Str rule;                                /* name of the lexicon's rule */
    float confidence;                        /* 0 … 1 */
    float opinion;   /* what the learned second opinion gives this type, 0 … 1; 0: not asked */
    uint8_t learned; /* Learned */
    uint32_t about;  /* event: the content of an accusation or a denial; or NONE */
    Str id;
} Event;

/* What looked like an event and was held back, and why: never silent, `explain` shows it. */
typedef struct Withheld {
    Span trigger;
    uint32_t sentence;
    Str rule, why;
} Withheld;

/* ---- the document ---- */

typedef struct Caption {
    Str text, credit;
} Caption;

typedef VEC(Sentence) Sentences;
typedef VEC(Token) Tokens;
typedef VEC(Mention) Mentions;
typedef VEC(Entity) Entities;
typedef VEC(Time) Times;
typedef VEC(Place) Places;
typedef VEC(Attribution) Attributions;
typedef VEC(Event) Events;
typedef VEC(Withheld) Withhelds;
typedef VEC(Caption) Captions;
typedef VEC(uint32_t) Refs;
typedef VEC(Span) Spans;

typedef struct Doc {
    Arena *arena;   /* the document's; lives as long as the document */
    Arena *scratch; /* a stage may use it and must leave nothing in it that a later stage reads; reset between stages */

    /* reader */
    Str id, date, title, byline, section, source, url, lang;
    Str file;      /* for messages: the input's name */
    uint64_t line; /* for messages: line of a JSON Lines or CSV input, from 1; 0 none */
    int32_t day;   /* of `date`, days since 1970-01-01; DAY_NONE unknown */
    Str dateline;  /* place words of a leading dateline ("Moscow"), also when they were cut off the text */
    Str extra;     /* JSON object of unknown keys, or absent */
    Captions captions;
    Str text; /* NFC, terminated */

    Sentences sentences;
    Tokens tokens;
    Mentions mentions;
    Entities entities;
    char home[4]; /* code of the country that the report is about, or empty */
    Times times;
    Places places;
    Attributions attributions;
    Events events;
    Withhelds withheld; /* filled by code/event, read by out/explain */

    Refs refs;   /* what Ranges of indices point into */
    Spans spans; /* what Ranges of spans point into */
} Doc;

void doc_init(Doc *doc, Arena *arena, Arena *scratch);

static inline Str doc_str(const Doc *doc, Span s) {
    return (Str){doc->text.at + s.start, s.end - s.start};
}
/* The first token of the sentence proper, behind its dateline. */
static inline uint32_t sentence_proper(const Doc *doc, const Sentence *s) {
    uint32_t t = s->first;
    while (s->lead > 0 && t < s->end && doc->tokens.at[t].span.start < s->span.start + s->lead) {
        t++;
    }
    return t;
}
static inline Str token_form(const Doc *doc, uint32_t token) {
    return doc_str(doc, doc->tokens.at[token].span);
}

/* Does a token of its sentence hang on `token` by that relation? */
static inline bool token_has_child(const Doc *doc, uint32_t token, Deprel deprel) {
    const Sentence *s = &doc->sentences.at[doc->tokens.at[token].sentence];
    for (uint32_t t = s->first; t < s->end; t++) {
        if (doc->tokens.at[t].head == token && doc->tokens.at[t].deprel == deprel) {
            return true;
        }
    }
    return false;
}

/* Appends n indices (spans) and gives their Range. */
Range doc_refs(Doc *doc, const uint32_t *refs, uint32_t n);
Range doc_spans(Doc *doc, const Span *spans, uint32_t n);

/* Days since 1970-01-01 of the proleptic Gregorian calendar, and back; date_parse reads the leading YYYY-MM-DD of an
   ISO 8601 date (DAY_NONE if there is none). */
int32_t day_of(int year, int month, int day);
void day_to(int32_t days, int *year, int *month, int *day);
int32_t date_parse(Str date);

/* Tests call it after every stage: spans inside the text and on code points' borders, heads a tree inside the sentence,
   indices in bounds.  False with the first violation in `what`. */
bool doc_check(const Doc *doc, char what[256]);

#endif
