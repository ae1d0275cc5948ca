#include "out/explain.h"

#include <math.h>

#include "out/paint.h"

enum { DEEPEST = 60 }; /* levels of a tree that are drawn */

typedef struct Explanation {
    const Doc *doc;
    const Look *look;
    StrBuf *out;
    PointMap points;
    uint32_t *entity_of; /* token → entity of the mention whose head it is, or NONE */
} Explanation;

static void plain(Explanation *x, Str s) {
    paint(x->out, x->look, PAINT_PLAIN, s);
}

static void label(Explanation *x, const char *name) {
    paint(x->out, x->look, PAINT_DIM, str_of(arena_printf(x->out->arena, "  %-13s ", name)));
}

static void end_line(Explanation *x) {
    buf_char(x->out, '\n');
}

/* “words” 12–17 */
static void quote(Explanation *x, Span s) {
    if (!span_is(s)) {
        paint(x->out, x->look, PAINT_DIM, STR("not said"));
        return;
    }
    plain(x, STR("“"));
    plain(x, doc_str(x->doc, s));
    plain(x, STR("”"));
    paint(x->out, x->look, PAINT_DIM,
          str_of(arena_printf(x->out->arena, " %u–%u", point_at(&x->points, s.start), point_at(&x->points, s.end))));
}

static void entity(Explanation *x, uint32_t i) {
    const Entity *e = &x->doc->entities.at[i];
    StrBuf b;
    buf_init(&b, x->out->arena);
    buf_printf(&b, "e%u %.*s", i + 1, (int)e->name.n, e->name.at);
    if (e->code[0] != '\0' || e->sectors[0] != SECTOR_NONE) {
        buf_printf(&b, " [%s%s", e->code, e->code[0] != '\0' && e->sectors[0] != SECTOR_NONE ? " " : "");
        out_sectors(&b, e->sectors, ' ');
        buf_printf(&b, ", %s]", basis_names[e->basis]);
    }
    paint(x->out, x->look, PAINT_CYAN, buf_take(&b));
}

/* ---- the tree ---- */

static void node(Explanation *x, uint32_t token) {
    const Token *t = &x->doc->tokens.at[token];
    paint(x->out, x->look, PAINT_BOLD, token_form(x->doc, token));
    paint(x->out, x->look, PAINT_DIM,
          str_of(arena_printf(x->out->arena, "  %s %s %s", upos_names[t->upos], xpos_names[t->xpos],
                              deprel_names[t->deprel])));
    if (t->lemma.n > 0 && !str_eq(t->lemma, token_form(x->doc, token))) {
        paint(x->out, x->look, PAINT_DIM, STR(" "));
        paint(x->out, x->look, PAINT_DIM, t->lemma);
    }
    if (x->entity_of[token] != NONE) {
        plain(x, STR("  "));
        entity(x, x->entity_of[token]);
    }
    end_line(x);
}

static void branch(Explanation *x, const Sentence *s, uint32_t head, Str stem, int depth) {
    uint32_t last = NONE;
    for (uint32_t t = s->first; t < s->end; t++) {
        last = x->doc->tokens.at[t].head == head ? t : last;
    }
    for (uint32_t t = s->first; t < s->end && last != NONE; t++) {
        if (x->doc->tokens.at[t].head != head) {
            continue;
        }
        plain(x, stem);
        plain(x, t == last ? STR("└─ ") : STR("├─ "));
        node(x, t);
        if (depth < DEEPEST) {
            const char *more = t == last ? "   " : "│  ";
            branch(x, s, t, str_of(arena_printf(x->out->arena, "%.*s%s", (int)stem.n, stem.at, more)), depth + 1);
        }
    }
}

static void tree(Explanation *x, const Sentence *s) {
    if (s->root == NONE) {
        return;
    }
    plain(x, STR("  "));
    node(x, s->root);
    branch(x, s, s->root, STR("  "), 0);
}

/* ---- what else stands in the sentence ---- */

static void times_and_places(Explanation *x, const Sentence *s) {
    const Doc *d = x->doc;
    for (uint32_t i = 0; i < d->times.n; i++) {
        const Time *t = &d->times.at[i];
        if (span_holds(s->span, t->span)) {
            label(x, "time");
            quote(x, t->span);
            plain(x, str_of(arena_printf(x->out->arena, "  %s ", time_type_names[t->type])));
            plain(x, t->value);
            end_line(x);
        }
    }
    for (uint32_t i = 0; i < d->places.n; i++) {
        const Place *p = &d->places.at[i];
        if (span_holds(s->span, p->span)) {
            label(x, "place");
            quote(x, p->span);
            plain(x, str_of(arena_printf(x->out->arena, "  %.*s %s", (int)p->name.n, p->name.at, p->country)));
            if (isfinite(p->lat) && isfinite(p->lon)) {
                plain(x, str_of(arena_printf(x->out->arena, " %.3f, %.3f", p->lat, p->lon)));
            }
            end_line(x);
        }
    }
}

static void attribution(Explanation *x, uint32_t i) {
    const Attribution *a = &x->doc->attributions.at[i];
    label(x, "attribution");
    paint(x->out, x->look, PAINT_BLUE,
          str_of(arena_printf(x->out->arena, "a%u %s, %s", i + 1, attribution_kind_names[a->kind],
                              stance_names[a->stance])));
    if (a->parent != NONE) {
        plain(x, str_of(arena_printf(x->out->arena, ", inside a%u", a->parent + 1)));
    }
    end_line(x);
    label(x, "  source");
    quote(x, a->source);
    if (a->entity != NONE) {
        plain(x, STR("  "));
        entity(x, a->entity);
    }
    end_line(x);
    label(x, "  cue");
    quote(x, a->cue);
    end_line(x);
    for (uint32_t k = 0; k < a->contents.n; k++) {
        label(x, "  content");
        quote(x, x->doc->spans.at[a->contents.first + k]);
        end_line(x);
    }
}

static void slot(Explanation *x, const char *name, Range entities, Range mentions, bool learned) {
    const Doc *d = x->doc;
    for (uint32_t i = 0; i < entities.n; i++) {
        uint32_t who = d->refs.at[entities.first + i];
        label(x, name);
        entity(x, who);
        for (uint32_t k = 0; k < mentions.n; k++) {
            const Mention *m = &d->mentions.at[d->refs.at[mentions.first + k]];
            if (m->entity == who) {
                plain(x, STR("  by "));
                quote(x, m->span);
            }
        }
        plain(x, learned ? STR(", chosen by the second opinion") : STR(""));
        end_line(x);
    }
}

static void voices(Explanation *x, const char *name, Range list) {
    for (uint32_t i = 0; i < list.n; i++) {
        uint32_t a = x->doc->refs.at[list.first + i];
        label(x, name);
        paint(x->out, x->look, PAINT_BLUE, str_of(arena_printf(x->out->arena, "a%u ", a + 1)));
        quote(x, x->doc->attributions.at[a].source);
        end_line(x);
    }
}

static void event(Explanation *x, const Event *e) {
    Str mode = str_of(mode_names[e->mode]);
    label(x, "event");
    paint(x->out, x->look, PAINT_BOLD,
          str_of(arena_printf(x->out->arena, "%s%s%.*s", event_names[e->type], mode.n > 0 ? " " : "", (int)mode.n,
                              mode.at)));
    plain(x, str_of(arena_printf(x->out->arena, "  CAMEO %s  %s  confidence %.2f  id %.*s", e->cameo,
                                 status_names[e->status], (double)e->confidence, (int)e->id.n, e->id.at)));
    end_line(x);
    label(x, "  rule");
    plain(x, e->rule);
    if (e->opinion > 0) {
        plain(x, str_of(arena_printf(x->out->arena, ", second opinion %.2f", (double)e->opinion)));
    }
    end_line(x);
    label(x, "  trigger");
    quote(x, e->trigger);
    end_line(x);
    label(x, "  clause");
    quote(x, e->span);
    end_line(x);
    slot(x, "  actor", e->actors, e->actor_mentions, e->learned & LEARNED_ACTOR);
    slot(x, "  recipient", e->recipients, e->recipient_mentions, e->learned & LEARNED_RECIPIENT);
    if (e->date.n > 0) {
        label(x, "  date");
        plain(x, e->date);
        plain(x, e->enddate.n > 0 ? STR(" to ") : STR(""));
        plain(x, e->enddate);
        plain(x, e->date_basis == DATE_BASIS_stated ? STR(", stated") : STR(", the report's"));
        end_line(x);
    }
    if (e->place != NONE) {
        label(x, "  place");
        quote(x, x->doc->places.at[e->place].span);
        end_line(x);
    }
    const int32_t sizes[] = {e->dead, e->injured, e->arrested};
    static const char *const size_names[] = {"  dead", "  injured", "  arrested"};
    for (int i = 0; i < 3; i++) {
        if (sizes[i] >= 0) {
            label(x, size_names[i]);
            plain(x, str_of(arena_printf(x->out->arena, "%d", sizes[i])));
            end_line(x);
        }
    }
    voices(x, "  asserted by", e->asserted_by);
    voices(x, "  denied by", e->denied_by);
    voices(x, "  doubted by", e->hedged_by);
    if (e->about != NONE) {
        label(x, "  about");
        plain(x, x->doc->events.at[e->about].id);
        end_line(x);
    }
    for (uint32_t i = 0; i < e->evidence.n; i++) {
        label(x, "  also told");
        quote(x, x->doc->spans.at[e->evidence.first + i]);
        end_line(x);
    }
}

static bool is_telling(const Doc *d, uint32_t sentence) {
    for (uint32_t i = 0; i < d->events.n; i++) {
        if (d->events.at[i].sentence == sentence) {
            return true;
        }
    }
    for (uint32_t i = 0; i < d->attributions.n; i++) {
        if (d->attributions.at[i].sentence == sentence) {
            return true;
        }
    }
    return false;
}

static void sentence(Explanation *x, uint32_t i) {
    const Doc *d = x->doc;
    const Sentence *s = &d->sentences.at[i];
    Str words = doc_str(d, s->span);
    Str head = str_of(arena_printf(x->out->arena, "%u%s: ", i, s->kind == SENTENCE_HEADING ? " (heading)" : ""));
    StrBuf b;
    buf_init(&b, x->out->arena);
    buf_str(&b, head);
    buf_str(&b, words);
    paint_wrapped(x->out, x->look, buf_take(&b), (Span){0, head.n}, PAINT_YELLOW, 0);
    tree(x, s);
    times_and_places(x, s);
    for (uint32_t k = 0; k < d->attributions.n; k++) {
        if (d->attributions.at[k].sentence == i) {
            attribution(x, k);
        }
    }
    for (uint32_t k = 0; k < d->events.n; k++) {
        if (d->events.at[k].sentence == i) {
            event(x, &d->events.at[k]);
        }
    }
    for (uint32_t k = 0; k < d->withheld.n; k++) {
        const Withheld *held = &d->withheld.at[k];
        if (held->sentence == i) {
            label(x, "held back");
            quote(x, held->trigger);
            plain(x, str_of(arena_printf(x->out->arena, "  %.*s: %.*s", (int)held->rule.n, held->rule.at,
                                         (int)held->why.n, held->why.at)));
            end_line(x);
        }
    }
    end_line(x);
}

void explain_document(const Doc *doc, const Look *look, bool all, StrBuf *out) {
    Explanation x = {.doc = doc, .look = look, .out = out, .points = point_map(doc->scratch, doc->text)};
    x.entity_of = arena_array(doc->scratch, uint32_t, doc->tokens.n + 1);
    for (uint32_t t = 0; t < doc->tokens.n; t++) {
        x.entity_of[t] = NONE;
    }
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        x.entity_of[doc->mentions.at[i].head] = doc->mentions.at[i].entity;
    }
    Str title = doc->title.n > 0 ? doc->title : doc->id;
    paint_wrapped(out, look, title, (Span){0, title.n}, PAINT_BOLD, 0);
    end_line(&x);
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        if (all || is_telling(doc, i)) {
            sentence(&x, i);
        }
    }
}
