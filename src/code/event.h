#ifndef CODE_EVENT_H
#define CODE_EVENT_H

/* The stage that finds events: lexicon rules matched on the trees, participants through the tree to the mentions.

     tokens ─ triggers of their lemma ─► matches   one a token: the most specific pattern wins, a block leaves none
                                          │  content: what is asked, promised, refused, threatened, denied
                                          ▼
                                        shifted    "threatened to shell" is THREATEN/violence, "will visit" is AGREE
                                          │  the learned second opinions: of which kind, who takes part
                                          │  status, attributions (code/status), sizes, dates, contexts, genre
                                          ▼
                                        doc->events, one act told twice merged

   A match lives in scratch memory; what it became, or why it became nothing, is in its `fate`. */

#include "code/role.h"

typedef enum Fate {
    FATE_EVENT,
    FATE_CONSUMED, /* part of another rule's words */
    FATE_BLOCKED,  /* a not-event rule */
    FATE_ABSORBED, /* what a promise promises, a threat threatens … */
    FATE_ALONE,    /* nobody does it and nobody suffers it */
    FATE_GENRE,    /* sport, film, weather … */
    FATE_MERGED,   /* told before */
    FATE_WEAK,     /* stands back behind another event of its clause */
    FATE_THINGS,   /* only things take part, and the second opinion is not sure */
    FATE_OPINION,  /* the learned second opinion is sure that it is none */
    FATE_FIGURE,   /* violence in a long report without any: a figure of speech */
    FATE_COUNT
} Fate;
extern const char *const fate_names[FATE_COUNT];

typedef struct Match {
    uint32_t token;   /* the word whose pattern matched */
    uint32_t trigger; /* the word that names the event: the same, or the noun of a light verb */
    uint32_t rule;
    int32_t weight;
    TokenList also;   /* further words of the pattern */
    uint32_t content; /* token that heads what is asked, promised …; NONE */
    uint32_t holds;   /* match that codes the content, or NONE */
    uint32_t inside;  /* match whose content this is, or NONE */
    TokenList actors; /* mentions */
    TokenList recipients;
    uint8_t event, mode, fate;
    uint8_t genre;   /* Genre that stopped it */
    uint32_t result; /* match that tells what came of this one ("…, killing six"), or NONE */
    uint8_t learned; /* Learned: what the second opinion on participants chose */
    float belief;    /* the second opinion's probability of this type; 0: not asked */
    char cameo[6];
    uint64_t contexts;
} Match;
typedef VEC(Match) Matches;

/* All matches of the sentence, contents tied, types shifted, participants found. */
void event_match(const Tree *tree, uint32_t sentence, Arena *scratch, Matches *out);
/* Fills the participants of a match that was made by hand; false: too few for its rule. */
bool event_complete(const Tree *tree, Match *match);
/* Does a condition's test hold at a token? */
bool event_test(const Tree *tree, const LexTest *test, uint32_t t);

typedef struct OpinionModel OpinionModel;
typedef struct ParticipantModel ParticipantModel;

/* The whole stage: fills doc->events. */
void events_find(const Lexicon *lex, const OpinionModel *opinion, const ParticipantModel *participants, Doc *doc);

#endif
