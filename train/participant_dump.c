/* participant_dump < DOCS.jsonl: for each event and each mention near it the features that the participants' model
   sees, for train/participants.py.

   A line begins with "E" for an event: document id, start and end (bytes) of its trigger and of the other word of its
   pattern, the event's number, 1 if a noun tells it; with "M" for each candidate mention of it: start and end of the
   mention, of its topmost word, what the rules say (0 neither, 1 actor, 2 recipient), code of its entity ("!" behind
   it: the state itself), features in hexadecimal. */

#include "documents.h"

#include "code/participant.h"

extern const unsigned char event_model_data[];
extern const uint64_t event_model_size;

static OpinionModel opinion; /* whose matches are to be judged */

static bool holds(const TokenList *list, uint32_t mention) {
    for (uint32_t i = 0; i < list->n; i++) {
        if (list->at[i] == mention) {
            return true;
        }
    }
    return false;
}

static void dump_match(const Tree *tree, const Match *m) {
    const Doc *doc = tree->doc;
    Span a = tree_token(tree, m->trigger)->span, b = tree_token(tree, m->token)->span;
    printf("E\t%.*s\t%u %u %u %u\t%u\t%d\n", (int)doc->id.n, doc->id.at, a.start, a.end, b.start, b.end, m->event,
           tree_is_nominal(tree, m->token));
    Candidates candidates;
    participant_candidates(tree, m, &candidates);
    for (uint32_t k = 0; k < candidates.n; k++) {
        uint32_t features[PARTICIPANT_MAX_FEATURES], t = candidates.at[k], mention = tree->mention[t];
        uint32_t n = participant_features(tree, m, &candidates, k, features);
        Span span = doc->mentions.at[mention].span, top = tree_token(tree, t)->span;
        uint32_t entity = doc->mentions.at[mention].entity;
        const char *code = entity == NONE ? "" : doc->entities.at[entity].code;
        bool state = entity != NONE && doc->entities.at[entity].type == ENTITY_state;
        printf("M\t%u %u %u %u\t%d\t%s%s\t", span.start, span.end, top.start, top.end,
               holds(&m->actors, mention)       ? 1
               : holds(&m->recipients, mention) ? 2
                                                : 0,
               code, state ? "!" : "");
        for (uint32_t i = 0; i < n; i++) {
            printf(i > 0 ? " %x" : "%x", features[i]);
        }
        putchar('\n');
    }
}

static void dump(const Tree *tree, uint32_t sentence, uint8_t genre, Matches *matches, uint32_t first, Arena *scratch) {
    opinion_apply(&opinion, tree, sentence, genre, scratch, matches, first);
    for (uint32_t i = first; i < matches->n; i++) {
        if (matches->at[i].fate == FATE_EVENT) {
            dump_match(tree, &matches->at[i]);
        }
    }
}

int main(void) {
    Err err;
    if (!opinion_open(&opinion, event_model_data, event_model_size, &err)) {
        fprintf(stderr, "participant_dump: %s\n", err.text);
        return 1;
    }
    return each_sentence("participant_dump", dump);
}
