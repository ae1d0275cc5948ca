#include "store/mark.h"

static uint32_t short_hash(uint64_t seed, Str s) {
    uint32_t h = (uint32_t)hash_mix(seed, str_hash(s));
    return h != 0 ? h : 1;
}

static uint32_t common(const uint32_t *a, uint32_t na, const uint32_t *b, uint32_t nb) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < na; i++) {
        for (uint32_t k = 0; k < nb; k++) {
            n += a[i] == b[k];
        }
    }
    return n;
}

/* A person is known by the last name, others by the whole. */
static uint32_t name_hash(const Entity *e, Arena *scratch) {
    Str name = str_lower(scratch, str_trim(e->name));
    if (e->type == ENTITY_person) {
        for (uint32_t i = name.n; i > 0; i--) {
            if (name.at[i - 1] == ' ') {
                name = str_sub(name, i, name.n);
                break;
            }
        }
    }
    return name.n > 0 ? short_hash(1, name) : 0;
}

static uint8_t mark_parties(const Doc *doc, Range r, MarkParty list[MARK_PARTIES]) {
    uint8_t n = 0;
    for (uint32_t i = 0; i < r.n && n < MARK_PARTIES; i++) {
        const Entity *e = &doc->entities.at[doc->refs.at[r.first + i]];
        list[n++] = (MarkParty){name_hash(e, doc->scratch), e->code[0] != '\0' ? short_hash(2, str_of(e->code)) : 0};
    }
    return n;
}

static bool is_content(const Token *t) {
    return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_VERB || t->upos == UPOS_ADJ ||
           t->upos == UPOS_NUM;
}

static uint32_t lemma_hash(const Doc *doc, const Token *t) {
    return short_hash(3, str_lower(doc->scratch, t->lemma.n > 0 ? t->lemma : doc_str(doc, t->span)));
}

static void add_word(Mark *mark, uint32_t word) {
    for (uint32_t i = 0; i < mark->n_words; i++) {
        if (mark->words[i] == word) {
            return;
        }
    }
    if (mark->n_words < MARK_WORDS) {
        mark->words[mark->n_words++] = word;
    }
}

/* Names alone: roles and states are everybody's. */
static bool is_name(const Entity *e) {
    return e->type == ENTITY_person || e->type == ENTITY_organization || e->type == ENTITY_place ||
           e->type == ENTITY_group;
}

void mark_of_report(const Doc *doc, Mark *mark) {
    uint32_t mentions[MARK_NAMES_OF_ONE];
    mark->n_names = 0;
    for (uint32_t i = 0; i < doc->entities.n; i++) {
        const Entity *e = &doc->entities.at[i];
        uint32_t name = is_name(e) ? name_hash(e, doc->scratch) : 0, at = mark->n_names;
        while (at > 0 && mentions[at - 1] < e->mentions.n) {
            at--;
        }
        if (name == 0 || at == MARK_NAMES_OF_ONE || common(mark->names, mark->n_names, &name, 1) > 0) {
            continue;
        }
        mark->n_names += mark->n_names < MARK_NAMES_OF_ONE;
        for (uint32_t k = mark->n_names - 1U; k > at; k--) {
            mark->names[k] = mark->names[k - 1];
            mentions[k] = mentions[k - 1];
        }
        mark->names[at] = name;
        mentions[at] = e->mentions.n;
    }
}

void mark_of_event(const Doc *doc, uint32_t index, const Mark *report, Mark *mark) {
    const Event *e = &doc->events.at[index];
    *mark = (Mark){.mode = e->mode, .dead = e->dead, .n_names = report->n_names};
    memcpy(mark->names, report->names, sizeof mark->names);
    mark->n_actors = mark_parties(doc, e->actors, mark->actors);
    mark->n_recipients = mark_parties(doc, e->recipients, mark->recipients);
    if (e->trigger_head < doc->tokens.n) {
        mark->triggers[mark->n_triggers++] = lemma_hash(doc, &doc->tokens.at[e->trigger_head]);
    }
    const Sentence *s = &doc->sentences.at[e->sentence];
    for (uint32_t t = s->first; t < s->end; t++) {
        if (span_holds(e->span, doc->tokens.at[t].span) && is_content(&doc->tokens.at[t])) {
            add_word(mark, lemma_hash(doc, &doc->tokens.at[t]));
        }
    }
}

/* Best likeness of any pair: 1 the same name, 0.7 the same state or kind; an army of one state is not that of another.
 */
static double parties_alike(const MarkParty *a, uint32_t na, const MarkParty *b, uint32_t nb) {
    double best = 0;
    for (uint32_t i = 0; i < na; i++) {
        for (uint32_t k = 0; k < nb; k++) {
            bool apart = a[i].code != 0 && b[k].code != 0 && a[i].code != b[k].code;
            double s = apart                                      ? 0
                       : a[i].name != 0 && a[i].name == b[k].name ? 1
                       : a[i].code != 0 && a[i].code == b[k].code ? 0.7
                                                                  : 0;
            best = s > best ? s : best;
        }
    }
    return best;
}

/* Both say who, and it is somebody of another state: reports of one war speak of the same names whoever fired. */
static bool parties_apart(const MarkParty *a, uint32_t na, const MarkParty *b, uint32_t nb) {
    bool apart = na > 0 && nb > 0;
    for (uint32_t i = 0; i < na; i++) {
        for (uint32_t k = 0; k < nb; k++) {
            apart &= a[i].code != 0 && b[k].code != 0 && a[i].code != b[k].code;
        }
    }
    return apart;
}

/* A weighted mean over what both say; what only one says counts neither way. */
double mark_alike(const Mark *a, const Mark *b) {
    double sum = 0, weight = 0;
    bool actors_apart = parties_apart(a->actors, a->n_actors, b->actors, b->n_actors);
    bool recipients_apart = parties_apart(a->recipients, a->n_recipients, b->recipients, b->n_recipients);
    if (actors_apart && recipients_apart) { /* the other side shoots back */
        return 0;
    }
#define COUNT(w, likeness) (weight += (w), sum += (w) * (likeness))
    if (a->n_actors > 0 && b->n_actors > 0) {
        COUNT(0.25, parties_alike(a->actors, a->n_actors, b->actors, b->n_actors));
    }
    if (a->n_recipients > 0 && b->n_recipients > 0) {
        COUNT(0.2, parties_alike(a->recipients, a->n_recipients, b->recipients, b->n_recipients));
    }
    if (a->n_triggers > 0 && b->n_triggers > 0) {
        COUNT(0.3, common(a->triggers, a->n_triggers, b->triggers, b->n_triggers) > 0);
    }
    if (a->n_words > 0 && b->n_words > 0) {
        uint32_t smaller = a->n_words < b->n_words ? a->n_words : b->n_words;
        double share = common(a->words, a->n_words, b->words, b->n_words) / (smaller < 4 ? 4.0 : smaller);
        COUNT(0.35, share > 1 ? 1 : share);
    }
    if (a->n_names > 1 && b->n_names > 1 && !actors_apart && !recipients_apart) {
        uint32_t smaller = a->n_names < b->n_names ? a->n_names : b->n_names;
        double share = 2.0 * common(a->names, a->n_names, b->names, b->n_names) / smaller;
        COUNT(0.2, share > 1 ? 1 : share);
    }
    if (a->place != 0 && b->place != 0) {
        COUNT(0.1, a->place == b->place);
    }
    if (a->mode != 0 && b->mode != 0) {
        COUNT(0.1, a->mode == b->mode);
    }
    if (a->dead >= 0 && b->dead >= 0) {
        COUNT(0.1, a->dead == b->dead);
    }
#undef COUNT
    return weight >= 0.4 ? sum / weight : 0;
}

/* ---- marks as blobs: the used part of each list, as 32-bit words ---- */

int mark_pack(const Mark *m, uint32_t out[MARK_INTS]) {
    uint32_t n = 0;
    out[n++] = (uint32_t)m->mode | (uint32_t)m->n_actors << 8 | (uint32_t)m->n_recipients << 16 |
               (uint32_t)m->n_triggers << 24;
    out[n++] = m->n_words | (uint32_t)m->n_names << 8;
    out[n++] = (uint32_t)m->dead;
    out[n++] = m->place;
    for (uint32_t i = 0; i < m->n_actors; i++) {
        out[n++] = m->actors[i].name;
        out[n++] = m->actors[i].code;
    }
    for (uint32_t i = 0; i < m->n_recipients; i++) {
        out[n++] = m->recipients[i].name;
        out[n++] = m->recipients[i].code;
    }
    for (uint32_t i = 0; i < m->n_triggers; i++) {
        out[n++] = m->triggers[i];
    }
    for (uint32_t i = 0; i < m->n_words; i++) {
        out[n++] = m->words[i];
    }
    for (uint32_t i = 0; i < m->n_names; i++) {
        out[n++] = m->names[i];
    }
    return (int)(n * sizeof *out);
}

bool mark_unpack(const void *blob, int bytes, Mark *m) {
    uint32_t in[MARK_INTS] = {0}, n = 4;
    if (bytes < 16 || (size_t)bytes > sizeof in) {
        return false;
    }
    memcpy(in, blob, (size_t)bytes);
    *m = (Mark){.mode = (uint8_t)in[0],
                .n_actors = (uint8_t)(in[0] >> 8),
                .n_recipients = (uint8_t)(in[0] >> 16),
                .n_triggers = (uint8_t)(in[0] >> 24),
                .n_words = in[1] & 0xFF,
                .n_names = (uint8_t)(in[1] >> 8),
                .dead = (int32_t)in[2],
                .place = in[3]};
    if (m->n_actors > MARK_PARTIES || m->n_recipients > MARK_PARTIES || m->n_triggers > MARK_TRIGGERS ||
        m->n_words > MARK_WORDS || m->n_names > MARK_NAMES) {
        return false;
    }
    for (uint32_t i = 0; i < m->n_actors; i++, n += 2) {
        m->actors[i] = (MarkParty){in[n], in[n + 1]};
    }
    for (uint32_t i = 0; i < m->n_recipients; i++, n += 2) {
        m->recipients[i] = (MarkParty){in[n], in[n + 1]};
    }
    for (uint32_t i = 0; i < m->n_triggers; i++) {
        m->triggers[i] = in[n++];
    }
    for (uint32_t i = 0; i < m->n_words; i++) {
        m->words[i] = in[n++];
    }
    for (uint32_t i = 0; i < m->n_names; i++) {
        m->names[i] = in[n++];
    }
    return true;
}

static void union_parties(MarkParty *into, uint8_t *n, const MarkParty *from, uint8_t count) {
    for (uint8_t i = 0; i < count && *n < MARK_PARTIES; i++) {
        bool known = false;
        for (uint8_t k = 0; k < *n; k++) {
            known |= into[k].name == from[i].name && into[k].code == from[i].code;
        }
        if (!known) {
            into[(*n)++] = from[i];
        }
    }
}

/* What a further telling adds to what the act is recognised by: more names, more words, first things first. */
void mark_merge(Mark *into, const Mark *from) {
    union_parties(into->actors, &into->n_actors, from->actors, from->n_actors);
    union_parties(into->recipients, &into->n_recipients, from->recipients, from->n_recipients);
    for (uint8_t i = 0; i < from->n_triggers && into->n_triggers < MARK_TRIGGERS; i++) {
        if (common(into->triggers, into->n_triggers, from->triggers + i, 1) == 0) {
            into->triggers[into->n_triggers++] = from->triggers[i];
        }
    }
    for (uint32_t i = 0; i < from->n_words; i++) {
        add_word(into, from->words[i]);
    }
    for (uint8_t i = 0; i < from->n_names && into->n_names < MARK_NAMES; i++) {
        if (common(into->names, into->n_names, from->names + i, 1) == 0) {
            into->names[into->n_names++] = from->names[i];
        }
    }
    into->mode = into->mode != 0 ? into->mode : from->mode;
    into->place = into->place != 0 ? into->place : from->place;
    into->dead = into->dead >= 0 ? into->dead : from->dead;
}
