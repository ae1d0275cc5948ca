/* event_dump < DOCS.jsonl: for each candidate word the features that the event model sees, for train/events.py.

   A line: document id, tab, start and end of the word (bytes) and of the other word of its pattern (verb or noun), tab,
   what the rules say (event number or 99), tab, 1 if the rules make an event of it, tab, three digits (it has an actor,
   a recipient, stands under an operator or in what is charged, denied, asked or threatened), tab, features in
   hexadecimal. */

#include "documents.h"

#include "code/status.h"

/* "accused Chad of arming the rebels": an act that our sentences may leave unmarked. */
static bool in_words_of(const Tree *tree, uint32_t t, const Matches *matches, uint32_t first) {
    for (uint32_t i = first; i < matches->n; i++) {
        const Match *m = &matches->at[i];
        bool words = m->event == EVENT_ACCUSE || m->event == EVENT_REJECT || m->event == EVENT_REQUEST ||
                     m->event == EVENT_THREATEN;
        if (words && m->fate == FATE_EVENT && m->token != t && m->trigger != t && tree_under(tree, t, m->token)) {
            return true;
        }
    }
    return false;
}

static void dump(const Tree *tree, uint32_t sentence, uint8_t genre, Matches *matches, uint32_t first, Arena *scratch) {
    const Doc *doc = tree->doc;
    (void)scratch;
    for (uint32_t t = doc->sentences.at[sentence].first; t < doc->sentences.at[sentence].end; t++) {
        uint32_t features[OPINION_MAX_FEATURES];
        const Match *match = NULL;
        for (uint32_t i = first; i < matches->n; i++) {
            const Match *m = &matches->at[i];
            match = m->trigger == t || (match == NULL && m->token == t) ? m : match;
        }
        if (match == NULL && !opinion_candidate(tree, t)) {
            continue;
        }
        uint32_t n = opinion_features(tree, t, match, genre, features);
        Span span = doc->tokens.at[t].span;
        Scope scope = status_scope(tree, t, NONE);
        uint32_t other = match == NULL ? t : match->trigger == t ? match->token : match->trigger;
        Span also = doc->tokens.at[other].span;
        printf("%.*s\t%u %u %u %u\t%u\t%d\t%d%d%d\t", (int)doc->id.n, doc->id.at, span.start, span.end, also.start,
               also.end, match == NULL ? 99u : match->event, match != NULL && match->fate == FATE_EVENT,
               match != NULL && match->actors.n > 0, match != NULL && match->recipients.n > 0,
               (match != NULL && match->inside != NONE) || scope.open || in_words_of(tree, t, matches, first));
        for (uint32_t i = 0; i < n; i++) {
            printf(i > 0 ? " %x" : "%x", features[i]);
        }
        putchar('\n');
    }
}

int main(void) {
    return each_sentence("event_dump", dump);
}
