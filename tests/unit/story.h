/* Documents as a coder would leave them, written down by hand: what the tests of the store are fed with.

     Story s;
     story_begin(&s, "r1", "2023-06-12", "Herald", "Ministers said that Alia shelled Bem.");
     uint32_t alia = story_entity(&s, "Alia", "RUS", SECTOR_GOV);          its mentions are found in the text
     uint32_t e = story_event(&s, EVENT_ASSAULT, "shelled", alia, bem);    in the sentence where the words stand
     story_voice(&s, e, 'a', speaker, "said", "Alia shelled Bem");         a asserts, d denies, h doubts
   The tokens are the words between blanks, all of them nouns. */
#ifndef TESTS_STORY_H
#define TESTS_STORY_H

#include <stdio.h>

#include "doc/doc.h"

typedef struct Story {
    Arena arena, scratch;
    Doc doc;
} Story;

static inline Span story_find(const Doc *doc, const char *words) {
    uint32_t at;
    return str_find(doc->text, str_of(words), &at) ? (Span){at, at + (uint32_t)strlen(words)} : NONE_SPAN;
}

static inline void story_words(Doc *doc, uint32_t sentence) {
    Sentence *s = &doc->sentences.at[sentence];
    s->first = doc->tokens.n;
    for (uint32_t i = s->span.start; i < s->span.end;) {
        uint32_t start = i;
        while (i < s->span.end && doc->text.at[i] != ' ' && doc->text.at[i] != '.') {
            i++;
        }
        if (i > start) {
            Token t = {.span = {start, i},
                       .lemma = doc_str(doc, (Span){start, i}),
                       .sentence = sentence,
                       .head = NONE,
                       .upos = UPOS_NOUN};
            vec_push(doc->arena, &doc->tokens, t);
        }
        i += i == start;
    }
    doc->sentences.at[sentence].end = doc->tokens.n;
}

/* Sentences end with a full stop. */
static inline void story_begin(Story *s, const char *id, const char *date, const char *source, const char *text) {
    *s = (Story){0};
    doc_init(&s->doc, &s->arena, &s->scratch);
    s->doc.id = str_dup(&s->arena, str_of(id));
    s->doc.date = date != NULL ? str_dup(&s->arena, str_of(date)) : (Str){0};
    s->doc.source = source != NULL ? str_dup(&s->arena, str_of(source)) : (Str){0};
    s->doc.text = str_dup(&s->arena, str_of(text));
    s->doc.day = date_parse(s->doc.date);
    uint32_t start = 0;
    for (uint32_t i = 0; i < s->doc.text.n; i++) {
        if (s->doc.text.at[i] == '.' || i + 1 == s->doc.text.n) {
            Sentence sentence = {.span = {start, i + 1}, .root = NONE};
            vec_push(&s->arena, &s->doc.sentences, sentence);
            story_words(&s->doc, s->doc.sentences.n - 1);
            start = i + 1 < s->doc.text.n && s->doc.text.at[i + 1] == ' ' ? i + 2 : i + 1;
        }
    }
}

static inline uint32_t story_entity(Story *s, const char *name, const char *code, Sector sector) {
    Doc *doc = &s->doc;
    Entity e = {.type = ENTITY_organization,
                .basis = BASIS_gazetteer,
                .name = str_dup(&s->arena, str_of(name)),
                .sectors = {(uint8_t)sector}};
    snprintf(e.code, sizeof e.code, "%s", code);
    Span at = story_find(doc, name);
    e.mentions = (Range){doc->refs.n, 0};
    if (span_is(at)) {
        Mention m = {.span = at, .first = 0, .end = 1, .entity = doc->entities.n};
        e.mentions.n = 1;
        vec_push(&s->arena, &doc->refs, doc->mentions.n);
        vec_push(&s->arena, &doc->mentions, m);
    }
    vec_push(&s->arena, &doc->entities, e);
    return doc->entities.n - 1;
}

/* actor or recipient may be NONE */
static inline uint32_t story_event(Story *s, EventType type, const char *trigger, uint32_t actor, uint32_t recipient) {
    Doc *doc = &s->doc;
    Event e = {.type = (uint8_t)type,
               .status = STATUS_reported,
               .trigger = story_find(doc, trigger),
               .date = doc->date,
               .place = NONE,
               .trigger_head = NONE,
               .dead = -1,
               .injured = -1,
               .arrested = -1,
               .confidence = 0.9F,
               .about = NONE,
               .rule = STR("test.rule")};
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        if (span_holds(doc->sentences.at[i].span, e.trigger)) {
            e.sentence = i;
            e.span = doc->sentences.at[i].span;
        }
    }
    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        e.trigger_head = doc->tokens.at[i].span.start == e.trigger.start ? i : e.trigger_head;
    }
    e.actors = doc_refs(doc, &actor, actor != NONE);
    e.recipients = doc_refs(doc, &recipient, recipient != NONE);
    e.id = str_of(arena_printf(&s->arena, "%.*s-%u", (int)doc->id.n, doc->id.at, doc->events.n));
    vec_push(&s->arena, &doc->events, e);
    return doc->events.n - 1;
}

static inline void story_voice(Story *s, uint32_t event, char kind, uint32_t speaker, const char *cue,
                               const char *content) {
    Doc *doc = &s->doc;
    Span said = story_find(doc, content);
    Attribution a = {.kind = ATTRIBUTION_indirect,
                     .stance = kind == 'd' ? STANCE_denies : STANCE_asserts,
                     .source = speaker != NONE
                                   ? doc->mentions.at[doc->refs.at[doc->entities.at[speaker].mentions.first]].span
                                   : NONE_SPAN,
                     .source_head = NONE,
                     .entity = speaker,
                     .cue = story_find(doc, cue),
                     .cue_head = NONE,
                     .contents = doc_spans(doc, &said, 1),
                     .parent = NONE};
    uint32_t index = doc->attributions.n;
    vec_push(&s->arena, &doc->attributions, a);
    Event *e = &doc->events.at[event];
    Range *range = kind == 'a' ? &e->asserted_by : kind == 'd' ? &e->denied_by : &e->hedged_by;
    *range = doc_refs(doc, &index, 1);
    e->status = kind == 'd' ? STATUS_denied : STATUS_claimed;
}

static inline void story_end(Story *s) {
    arena_release(&s->arena);
    arena_release(&s->scratch);
}

#endif
