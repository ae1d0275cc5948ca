#include "code/attribution.h"

#include <stdlib.h>

#include "code/attribution_net.h"
#include "code/attribution_rule.h"
#include "code/source.h"
#include "code/speech.h"

enum {
    BLOCK = 256,   /* tokens that are worked on together, at least, where there are so many: they fit the cache */
    PASSAGE = 1024 /* a longer paragraph is cut at the end of a sentence */
};

struct Attributor {
    AttributionNet net;
    const Stances *stances;
};

const Attributor *attributor_open(Arena *arena, const char *model, Err *err) {
    Attributor *a = arena_new(arena, Attributor);
    a->stances = stances_open(arena, (Str){0}, "data/stance.txt", err);
    return a->stances != NULL && attribution_net_open(&a->net, model, err) ? a : NULL;
}

void attributor_close(const Attributor *attributor) {
    if (attributor != NULL) {
        AttributionNet net = attributor->net;
        attribution_net_close(&net);
    }
}

/* ---- from labels to records ---- */

/* Tokens [first, end) without stops and commas at the edges that no quotation mark encloses. */
static Span trimmed(const Doc *doc, uint32_t first, uint32_t end) {
    const Token *at = doc->tokens.at;
    while (end > first + 1 &&
           (at[end - 1].xpos == XPOS_COMMA || at[end - 1].xpos == XPOS_COLON || at[end - 1].xpos == XPOS_STOP ||
            at[end - 1].xpos == XPOS_HYPH) &&
           (at[end - 1].flags & TOKEN_QUOTED) == 0) {
        end--;
    }
    while (first + 1 < end && (at[first].xpos == XPOS_COMMA || at[first].xpos == XPOS_COLON)) {
        first++;
    }
    return (Span){at[first].span.start, at[end - 1].span.end};
}

/* A source begins behind the "while", "but" or "that" of the clause whose subject it is. */
static uint32_t source_begin(const Doc *doc, uint32_t first, uint32_t end) {
    uint32_t begin = first;
    for (uint32_t t = first; t + 1 < end; t++) {
        const Token *token = &doc->tokens.at[t];
        bool joins = token->upos == UPOS_SCONJ || token->upos == UPOS_CCONJ || token->deprel == DEPREL_mark;
        bool outside = token->head == NONE || token->head < first || token->head >= end;
        begin = joins && outside ? t + 1 : begin;
    }
    return begin;
}

static bool has_word(const Doc *doc, uint32_t first, uint32_t end) {
    for (uint32_t t = first; t < end; t++) {
        if (doc->tokens.at[t].upos != UPOS_PUNCT) {
            return true;
        }
    }
    return false;
}

static uint32_t distance(const CueWindow *w, uint32_t first, uint32_t end) {
    return end <= w->first ? w->first - end : first >= w->end ? first - w->end : 0;
}

/* The attribution that the labels of a window spell; false if they hold no content. */
static bool attribution_read(const Attributor *at, Doc *doc, const CueWindow *w, const uint8_t *label, Attribution *a) {
    Span contents[64];
    uint32_t n = 0, nearest = UINT32_MAX;
    *a = (Attribution){.sentence = doc->tokens.at[w->head].sentence,
                       .source = NONE_SPAN,
                       .source_head = NONE,
                       .entity = NONE,
                       .cue = trimmed(doc, w->first, w->end),
                       .cue_head = w->head,
                       .parent = NONE};
    for (uint32_t t = w->from; t < w->to;) {
        uint8_t begins = label[t - w->from];
        uint32_t end = t + 1;
        uint8_t on = begins <= PAIR_SOURCE_ON ? PAIR_SOURCE_ON : PAIR_CONTENT_ON;
        while (begins != PAIR_NEITHER && end < w->to && label[end - w->from] == on) {
            end++;
        }
        if (begins != PAIR_NEITHER && has_word(doc, t, end)) {
            if (on == PAIR_CONTENT_ON && n < sizeof contents / sizeof *contents) {
                contents[n++] = trimmed(doc, t, end);
            } else if (on == PAIR_SOURCE_ON && distance(w, t, end) < nearest) {
                uint32_t begin = source_begin(doc, t, end);
                nearest = distance(w, t, end);
                a->source = trimmed(doc, begin, end);
                a->source_head = span_head(doc, begin, end);
            }
        }
        t = end;
    }
    a->contents = doc_spans(doc, contents, n);
    a->stance = (uint8_t)stance_of_cue(doc, at->stances, w->first, w->end, w->head);
    return n > 0;
}

typedef VEC(CueWindow) CueWindows;

static void find_in_block(const Attributor *at, Doc *doc, const View *view, uint32_t first, uint32_t end,
                          const uint32_t *off, uint32_t passages, Arena *arena) {
    States states = attribution_states(&at->net, view, first, end, off, passages, arena);
    CueWindows windows = {0};
    for (uint32_t t = first; t < end;) {
        uint32_t stop = t + 1;
        if (states.cue[t - first] != CUE_NOT) {
            while (stop < end && states.cue[stop - first] == CUE_GOES_ON &&
                   doc->tokens.at[stop].sentence == doc->tokens.at[t].sentence) {
                stop++;
            }
            vec_push(arena, &windows, cue_window(view, t, stop, first, end));
        }
        t = stop;
    }
    if (windows.n == 0) {
        return;
    }
    const uint8_t *label = attribution_pairs(&at->net, view, &states, windows.at, windows.n, arena);
    for (uint32_t i = 0; i < windows.n; i++) {
        Attribution a;
        if (attribution_read(at, doc, &windows.at[i], label, &a)) {
            vec_push(doc->arena, &doc->attributions, a);
        }
        label += windows.at[i].to - windows.at[i].from;
    }
}

/* Passages: paragraphs, or pieces of at most PASSAGE tokens that end with a sentence (or just end).  Blocks: whole
   passages, until there are BLOCK tokens; a paragraph that ends with a colon is not parted from the next. */
static void find_cued(const Attributor *at, Doc *doc, const View *view) {
    Arena *scratch = doc->scratch;
    Refs off = {0};
    uint32_t first = 0, start = 0; /* of the block, of the passage */
    for (uint32_t s = 0; s < doc->sentences.n; s++) {
        const Sentence *here = &doc->sentences.at[s], *next = here + 1;
        bool last = s + 1 == doc->sentences.n;
        bool ends = last || next->paragraph != here->paragraph || next->end - start > PASSAGE;
        if (!ends) {
            continue;
        }
        for (; start<here->end; start += here->end - start> PASSAGE ? PASSAGE : here->end - start) {
            vec_push(scratch, &off, start - first);
        }
        bool colon = here->end > here->first && str_is(token_form(doc, here->end - 1), ":");
        if (last || (start - first >= BLOCK && (!colon || start - first > 2 * BLOCK))) {
            uint32_t passages = off.n;
            vec_push(scratch, &off, start - first);
            find_in_block(at, doc, view, first, start, off.at, passages, scratch);
            arena_reset(scratch);
            off = (Refs){0};
            first = start;
        }
    }
}

/* ---- what the records say of each other ---- */

static AttributionKind kind_of(const Doc *doc, const View *view, const Attribution *a) {
    bool quoted = false, plain = false;
    for (uint32_t i = 0; i < a->contents.n; i++) {
        Span s = doc->spans.at[a->contents.first + i];
        for (uint32_t t = token_at(doc, s.start); t < doc->tokens.n && doc->tokens.at[t].span.start < s.end; t++) {
            bool word = doc->tokens.at[t].upos != UPOS_PUNCT;
            quoted |= word && view->quote[t] != NONE;
            plain |= word && view->quote[t] == NONE;
        }
    }
    return quoted && plain ? ATTRIBUTION_mixed : quoted ? ATTRIBUTION_direct : ATTRIBUTION_indirect;
}

/* The longest of its contents, in bytes. */
static uint32_t content_length(const Doc *doc, const Attribution *a) {
    uint32_t most = 0;
    for (uint32_t i = 0; i < a->contents.n; i++) {
        Span s = doc->spans.at[a->contents.first + i];
        most = s.end - s.start > most ? s.end - s.start : most;
    }
    return most;
}

/* The tightest content of another attribution that holds the cue (the content, where there is no cue) and is longer
   than every content of its own: thus nobody is his own ancestor. */
static uint32_t parent_of(const Doc *doc, uint32_t child) {
    enum { NEAR = 64 };
    const Attribution *a = &doc->attributions.at[child];
    Span words = span_is(a->cue) ? a->cue : doc->spans.at[a->contents.first];
    uint32_t own = content_length(doc, a), least = UINT32_MAX, parent = NONE;
    uint32_t low = child > NEAR ? child - NEAR : 0;
    for (uint32_t j = low; j < doc->attributions.n && j < child + NEAR; j++) {
        const Attribution *b = &doc->attributions.at[j];
        for (uint32_t i = 0; i < b->contents.n && j != child; i++) {
            Span s = doc->spans.at[b->contents.first + i];
            uint32_t n = s.end - s.start;
            if (span_holds(s, words) && n > own && n < least) {
                least = n;
                parent = j;
            }
        }
    }
    return parent;
}

static uint32_t begin_of(const Doc *doc, const Attribution *a) {
    return span_is(a->cue) ? a->cue.start : doc->spans.at[a->contents.first].start;
}

typedef struct Placed {
    uint32_t begin, at;
} Placed;

static int place_cmp(const void *a, const void *b) {
    const Placed *x = a, *y = b;
    return x->begin != y->begin ? (x->begin < y->begin ? -1 : 1) : (x->at > y->at) - (x->at < y->at);
}

/* Puts the attributions in the order of the text: bare speech was found last. */
static void sort_by_place(Doc *doc, Arena *arena) {
    uint32_t n = doc->attributions.n;
    Placed *place = arena_array(arena, Placed, n + 1);
    Attribution *copy = arena_array(arena, Attribution, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        copy[i] = doc->attributions.at[i];
        place[i] = (Placed){begin_of(doc, &copy[i]), i};
    }
    qsort(place, n, sizeof *place, place_cmp);
    for (uint32_t i = 0; i < n; i++) {
        doc->attributions.at[i] = copy[place[i].at];
    }
}

void attribution_find(const Attributor *at, Doc *doc) {
    arena_reset(doc->scratch);
    View view = view_make(doc, at->stances, quote_find(doc, doc->arena), doc->arena);
    find_cued(at, doc, &view);
    uint32_t *by_head = source_mentions(doc, doc->scratch);
    attribution_rules(doc, &view, by_head, doc->scratch);
    for (uint32_t i = 0; i < doc->attributions.n; i++) {
        doc->attributions.at[i].kind = (uint8_t)kind_of(doc, &view, &doc->attributions.at[i]);
    }
    speech_find(doc, &view, by_head, doc->scratch);
    sort_by_place(doc, doc->scratch);
    for (uint32_t i = 0; i < doc->attributions.n; i++) {
        Attribution *a = &doc->attributions.at[i];
        a->kind = (uint8_t)kind_of(doc, &view, a);
        if (a->source_head != NONE) {
            a->entity = source_entity(doc, by_head, a->source, a->source_head);
        }
        a->parent = parent_of(doc, i);
    }
    arena_reset(doc->scratch);
}

bool attribution_holds(const Doc *doc, const Attribution *a, Span words) {
    for (uint32_t i = 0; i < a->contents.n; i++) {
        if (span_holds(doc->spans.at[a->contents.first + i], words)) {
            return true;
        }
    }
    return false;
}

uint32_t attribution_from(const Doc *doc, uint32_t sentence) {
    uint32_t low = 0, high = doc->attributions.n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->attributions.at[middle].sentence < sentence) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}
