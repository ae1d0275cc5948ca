#include "code/speech.h"

typedef struct Finder {
    Doc *doc;
    const View *view;
    const uint32_t *by_head;
    uint32_t *content; /* by token: 1 + the attribution whose content it is, 0 none */
    uint32_t *last;    /* by sentence: 1 + the last attribution whose cue stands in it, 0 none */
} Finder;

static bool is_end_mark(Str form) {
    return str_is(form, ".") || str_is(form, "!") || str_is(form, "?") || str_is(form, "…") || str_is(form, "...") ||
           str_is(form, "?!") || str_is(form, "!!");
}

static bool is_dash(Str form) {
    return str_is(form, "–") || str_is(form, "—") || str_is(form, "-") || str_is(form, "--");
}

static bool is_finite(const Token *t) {
    return t->xpos == XPOS_VBD || t->xpos == XPOS_VBP || t->xpos == XPOS_VBZ || t->xpos == XPOS_MD ||
           (t->xpos == XPOS_VB && t->deprel == DEPREL_root);
}

/* Words of the quotation, and how many of them are content already. */
static uint32_t words_in(const Finder *f, const Quotation *q, uint32_t *covered, uint32_t *by) {
    uint32_t n = 0;
    *covered = 0;
    *by = 0;
    for (uint32_t t = q->first; t < q->end; t++) {
        if (f->doc->tokens.at[t].upos != UPOS_PUNCT) {
            n++;
            *covered += f->content[t] != 0;
            *by = *by == 0 ? f->content[t] : *by;
        }
    }
    return n;
}

/* “The door is open” is how the sheikh began.  “First water, then roads”: this is her programme. */
static bool is_glossed(const Doc *doc, const Quotation *q) {
    uint32_t s = doc->tokens.at[q->first].sentence, end = doc->sentences.at[s].end;
    if (q->first != doc->sentences.at[s].first || !q->closed || q->end - q->first < 5 || q->end >= end) {
        return false;
    }
    Str next = doc->tokens.at[q->end].lemma, then = q->end + 1 < end ? doc->tokens.at[q->end + 1].lemma : (Str){0};
    return str_is(token_form(doc, q->end), ":") ||
           (str_is(next, "be") && (str_is(then, "how") || str_is(then, "what")));
}

/* Begins a sentence or follows a colon, holds a finite verb or cries out, ends as a sentence does or is followed by a
   dash. */
static bool is_speech(const Doc *doc, const Quotation *q) {
    uint32_t inner = q->closed ? q->end - 1 : q->end, s = doc->tokens.at[q->first].sentence;
    if (inner <= q->first + 1) {
        return false;
    }
    Str last = token_form(doc, inner - 1);
    bool begins = q->first == doc->sentences.at[s].first || str_is(token_form(doc, q->first - 1), ":");
    bool cries = str_is(last, "!") || str_is(last, "?");
    bool next = q->end < doc->tokens.n;
    bool ends = is_end_mark(last) || (next && doc->tokens.at[q->end].sentence == doc->tokens.at[inner - 1].sentence &&
                                      (is_end_mark(token_form(doc, q->end)) || is_dash(token_form(doc, q->end))));
    bool verb = false;
    for (uint32_t t = q->first; t < inner && !verb; t++) {
        verb = is_finite(&doc->tokens.at[t]);
    }
    return begins && ends && (verb || cries);
}

/* ---- who ---- */

typedef struct Speaker {
    uint32_t head; /* token, or NONE */
    Span span;
} Speaker;

static const Speaker nobody = {NONE, {NONE, NONE}};

static Speaker speaker_at(const Finder *f, uint32_t head) {
    if (f->by_head[head] != 0) {
        return (Speaker){head, f->doc->mentions.at[f->by_head[head] - 1].span};
    }
    const Token *at = f->doc->tokens.at;
    return (Speaker){head, {at[f->view->low[head]].span.start, at[f->view->high[head]].span.end}};
}

/* Whom a sentence tells of: the subject of its main clause if that is a mention or a word that could speak, else who
   acts in the passive, else the last name. */
static Speaker subject_of(const Finder *f, uint32_t sentence) {
    const Doc *doc = f->doc;
    const Sentence *s = &doc->sentences.at[sentence];
    uint32_t subject = NONE, agent = NONE, name = NONE;
    for (uint32_t t = s->first; t < s->end; t++) {
        const Token *token = &doc->tokens.at[t];
        if (f->view->quote[t] != NONE) {
            continue;
        }
        bool noun = token->upos == UPOS_PROPN || token->upos == UPOS_NOUN;
        bool he = token->xpos == XPOS_PRP && !str_is(token->lemma, "it") && !str_is(token->lemma, "I");
        if ((token->deprel == DEPREL_nsubj || token->deprel == DEPREL_nsubj_pass) && token->head == s->root &&
            (noun || he)) {
            subject = subject == NONE ? t : subject;
        }
        bool mention = f->by_head[t] != 0;
        agent = mention && token->deprel == DEPREL_obl_agent ? t : agent;
        name = mention && doc->mentions.at[f->by_head[t] - 1].form == MENTION_NAME &&
                       doc->mentions.at[f->by_head[t] - 1].type == ENTITY_person
                   ? t
                   : name;
    }
    uint32_t best = subject != NONE && f->by_head[subject] != 0 ? subject
                    : agent != NONE                             ? agent
                    : name != NONE                              ? name
                                                                : subject;
    return best != NONE ? speaker_at(f, best) : nobody;
}

static bool all_quoted(const Finder *f, uint32_t sentence) {
    const Sentence *s = &f->doc->sentences.at[sentence];
    return f->view->quote[s->first] != NONE && f->view->quote[s->end - 1] == f->view->quote[s->first];
}

/* Who spoke last before sentence s: the source of the last cue in the sentence before (those wholly quoted are passed
   over), else that sentence's subject. *same: the attribution, when it is one of direct speech. */
static Speaker speaker_before(const Finder *f, uint32_t s, uint32_t *same) {
    const Doc *doc = f->doc;
    *same = NONE;
    uint32_t paragraphs = 0;
    for (uint32_t i = s, k = 0; i-- > 0 && k < 6; k++) {
        paragraphs += doc->sentences.at[i].paragraph != doc->sentences.at[i + 1].paragraph;
        bool colon = str_is(token_form(doc, doc->sentences.at[i].end - 1), ":");
        if (paragraphs > 1 || (doc->sentences.at[i].kind == SENTENCE_HEADING && !colon)) {
            return nobody;
        }
        uint32_t last = f->last[i];
        if (last != 0 && doc->attributions.at[last - 1].source_head != NONE) {
            const Attribution *a = &doc->attributions.at[last - 1];
            *same = last - 1;
            return (Speaker){a->source_head, a->source};
        }
        Speaker who = subject_of(f, i);
        if (who.head != NONE || !all_quoted(f, i)) {
            return who;
        }
    }
    return nobody;
}

/* “…” That is how the widow remembers it.  “…” With these words the senator left. */
static Speaker speaker_after(const Finder *f, uint32_t s) {
    const Doc *doc = f->doc;
    if (s + 1 >= doc->sentences.n || doc->sentences.at[s + 1].paragraph != doc->sentences.at[s].paragraph) {
        return nobody;
    }
    const Sentence *next = &doc->sentences.at[s + 1];
    for (uint32_t t = next->first; t < next->end && t < next->first + 2; t++) {
        Str lemma = doc->tokens.at[t].lemma;
        if (str_is(lemma, "this") || str_is(lemma, "that") || str_is(lemma, "these") || str_is(lemma, "such")) {
            uint32_t name = NONE;
            for (uint32_t k = next->end; k-- > t + 1;) {
                const Token *token = &doc->tokens.at[k];
                bool noun = token->upos == UPOS_PROPN || token->upos == UPOS_NOUN;
                bool named = f->by_head[k] != 0 && doc->mentions.at[f->by_head[k] - 1].type == ENTITY_person;
                name = (noun && token->deprel == DEPREL_nsubj) || named ? k : name;
            }
            return name != NONE ? speaker_at(f, name) : nobody;
        }
    }
    return nobody;
}

/* “…” – the prime minister after the vote. */
static Speaker speaker_behind_dash(const Finder *f, const Quotation *q) {
    const Doc *doc = f->doc;
    if (q->end + 1 >= doc->tokens.n || !is_dash(token_form(doc, q->end))) {
        return nobody;
    }
    uint32_t s = doc->tokens.at[q->end].sentence;
    for (uint32_t t = q->end + 1; t < doc->sentences.at[s].end; t++) {
        const Token *token = &doc->tokens.at[t];
        if ((token->upos == UPOS_PROPN || token->upos == UPOS_NOUN) && token->deprel != DEPREL_compound &&
            token->deprel != DEPREL_nmod_poss) {
            return speaker_at(f, t);
        }
    }
    return nobody;
}

/* The first mention of somebody behind the quotation in its sentence. */
static Speaker speaker_in_rest(const Finder *f, const Quotation *q, uint32_t sentence) {
    const Doc *doc = f->doc;
    for (uint32_t t = q->end; t < doc->sentences.at[sentence].end; t++) {
        if (f->by_head[t] != 0 && doc->mentions.at[f->by_head[t] - 1].type != ENTITY_place) {
            return speaker_at(f, t);
        }
    }
    return nobody;
}

/* ---- what becomes of it ---- */

static void claim_tokens(Finder *f, uint32_t attribution, const Quotation *q) {
    for (uint32_t t = q->first; t < q->end; t++) {
        f->content[t] = attribution + 1;
    }
}

/* The quotation becomes content of the attribution, in place of the parts of it that are. */
static void content_grow(Finder *f, uint32_t attribution, const Quotation *q) {
    Doc *doc = f->doc;
    Range old = doc->attributions.at[attribution].contents;
    uint32_t first = doc->spans.n;
    bool placed = false;
    for (uint32_t i = 0; i < old.n; i++) {
        Span s = doc->spans.at[old.first + i];
        bool inside = span_meets(s, q->span);
        if (!placed && (inside || s.start > q->span.start)) {
            Span joint = q->span;
            joint.start = inside && s.start < joint.start ? s.start : joint.start;
            joint.end = inside && s.end > joint.end ? s.end : joint.end;
            vec_push(doc->arena, &doc->spans, joint);
            placed = true;
        }
        if (!inside) {
            vec_push(doc->arena, &doc->spans, s);
        }
    }
    if (!placed) {
        vec_push(doc->arena, &doc->spans, q->span);
    }
    doc->attributions.at[attribution].contents = (Range){first, doc->spans.n - first};
    claim_tokens(f, attribution, q);
}

static void speech_add(Finder *f, const Quotation *q, Speaker who) {
    Doc *doc = f->doc;
    Attribution a = {.kind = ATTRIBUTION_direct,
                     .stance = STANCE_asserts,
                     .sentence = doc->tokens.at[q->first].sentence,
                     .source = who.span,
                     .source_head = who.head,
                     .entity = NONE,
                     .cue = NONE_SPAN,
                     .cue_head = NONE,
                     .contents = doc_spans(doc, &q->span, 1),
                     .parent = NONE};
    claim_tokens(f, vec_push(doc->arena, &doc->attributions, a), q);
}

/* “Nobody,” said the fisherman (who is sixty), [“asked us.”] */
static bool ends_interrupted(const Finder *f, const Quotation *q, uint32_t sentence) {
    const Doc *doc = f->doc;
    if (f->last[sentence] == 0 || q->first == doc->sentences.at[sentence].first || !q->closed ||
        q->end < doc->sentences.at[sentence].end) {
        return false;
    }
    const Attribution *a = &doc->attributions.at[f->last[sentence] - 1];
    Str before = token_form(doc, q->first - 1);
    return a->kind == ATTRIBUTION_direct && doc->spans.at[a->contents.first].end <= a->cue.start &&
           a->cue.end <= q->span.start && (str_is(before, ",") || str_is(before, ")")) &&
           is_end_mark(token_form(doc, q->end - 2));
}

static void quotation_assign(Finder *f, const Quotation *q) {
    Doc *doc = f->doc;
    uint32_t covered, by, same, words = words_in(f, q, &covered, &by);
    if (words == 0 || covered * 10 >= words * 9) {
        return;
    }
    bool glossed = is_glossed(doc, q), speech = glossed || is_speech(doc, q);
    if (by != 0) {
        if (speech) {
            content_grow(f, by - 1, q);
        }
        return;
    }
    if (q->continues != NONE) {
        const Quotation *before = &f->view->quotes.at[q->continues];
        uint32_t n, whose;
        words_in(f, before, &n, &whose);
        if (whose != 0) {
            content_grow(f, whose - 1, q);
            return;
        }
    }
    uint32_t s = doc->tokens.at[q->first].sentence;
    if (ends_interrupted(f, q, s)) {
        content_grow(f, f->last[s] - 1, q);
        return;
    }
    if (!speech) {
        return;
    }
    Speaker who = glossed ? speaker_in_rest(f, q, s) : speaker_behind_dash(f, q);
    if (who.head == NONE && glossed) {
        who = speaker_after(f, s);
    }
    if (who.head == NONE) {
        who = speaker_before(f, s, &same);
        if (who.head != NONE && same != NONE && doc->attributions.at[same].kind == ATTRIBUTION_direct) {
            content_grow(f, same, q);
            return;
        }
    }
    if (who.head == NONE) {
        who = speaker_after(f, doc->tokens.at[q->end - 1].sentence);
    }
    speech_add(f, q, who);
}

void speech_find(Doc *doc, const View *view, const uint32_t *by_head, Arena *scratch) {
    Finder f = {doc, view, by_head, arena_array(scratch, uint32_t, doc->tokens.n + 1),
                arena_array(scratch, uint32_t, doc->sentences.n + 1)};
    for (uint32_t i = 0; i < doc->attributions.n; i++) {
        const Attribution *a = &doc->attributions.at[i];
        f.last[a->sentence] = i + 1;
        for (uint32_t k = 0; k < a->contents.n; k++) {
            Span s = doc->spans.at[a->contents.first + k];
            for (uint32_t t = token_at(doc, s.start); t < doc->tokens.n && doc->tokens.at[t].span.start < s.end; t++) {
                f.content[t] = i + 1;
            }
        }
    }
    for (uint32_t i = 0; i < view->quotes.n; i++) {
        if (view->quotes.at[i].parent == NONE) {
            quotation_assign(&f, &view->quotes.at[i]);
        }
    }
}
