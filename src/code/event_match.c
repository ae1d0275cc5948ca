#include "code/event.h"

/* ---- conditions ---- */

static const Entity *entity_at(const Tree *tree, uint32_t t, const Mention **mention) {
    uint32_t m = tree->mention[t];
    *mention = m == NONE ? NULL : &tree->doc->mentions.at[m];
    return m == NONE || (*mention)->entity == NONE ? NULL : &tree->doc->entities.at[(*mention)->entity];
}

static bool is_state(const Entity *e) {
    return e != NULL && e->code[0] != '\0' && (e->sectors[0] == SECTOR_NONE || e->sectors[0] == SECTOR_GOV) &&
           e->type != ENTITY_person;
}

static bool heads_trigger_of(const Tree *tree, uint32_t t, uint32_t event) {
    if (tree->word[t] == NONE) {
        return false;
    }
    const LexWord *w = &tree->lex->words[tree->word[t]];
    for (uint32_t i = 0; i < w->n_triggers; i++) {
        if (tree->lex->rules[tree->lex->triggers[w->first_trigger + i].rule].event == event) {
            return true;
        }
    }
    return false;
}

bool event_test(const Tree *tree, const LexTest *test, uint32_t t) {
    const Token *token = tree_token(tree, t);
    const Mention *mention;
    const Entity *entity;
    switch ((LexTestKind)test->kind) {
    case TEST_WORD: return tree->word[t] == test->value;
    case TEST_CLASS: return tree->word[t] != NONE && lexicon_in_class(tree->lex, tree->word[t], test->value);
    case TEST_ENTITY: entity = entity_at(tree, t, &mention); return entity != NULL && entity->type == test->value;
    case TEST_SECTOR:
        entity = entity_at(tree, t, &mention);
        return entity != NULL && (entity->sectors[0] == test->value || entity->sectors[1] == test->value);
    case TEST_ACTOR: return tree->mention[t] != NONE || token->upos == UPOS_PRON;
    case TEST_NUMBER: return token->upos == UPOS_NUM || tree_child(tree, t, DEPREL_nummod) != NONE;
    case TEST_CLAUSE: return token->upos == UPOS_VERB || tree_child(tree, t, DEPREL_cop) != NONE;
    case TEST_ANY: return true;
    case TEST_EVENT: return heads_trigger_of(tree, t, test->value);
    case TEST_TAG: return token->xpos == test->value;
    case TEST_STATE: return is_state(entity_at(tree, t, &mention));
    default: return false;
    }
}

static bool passes(const Tree *tree, const LexCondition *cond, uint32_t t) {
    for (uint32_t k = 0; k < cond->n_tests; k++) {
        if (event_test(tree, &tree->lex->tests[cond->first_test + k], t)) {
            return true;
        }
    }
    return false;
}

static uint32_t find_condition(const Tree *tree, const LexCondition *cond, uint32_t t, const TokenList *also) {
    const Lexicon *lex = tree->lex;
    for (uint32_t p = 0; p < cond->n_paths; p++) {
        TokenList found = {0};
        role_walk(tree, t, also, &lex->paths[cond->first_path + p], &found);
        for (uint32_t i = 0; i < found.n; i++) {
            if (passes(tree, cond, found.at[i])) {
                return found.at[i];
            }
            /* "a batch of peacekeepers": the peacekeepers */
            for (uint32_t c = tree_is(tree, found.at[i], ROLE_QUANTITY) ? tree->child[found.at[i]] : NONE; c != NONE;
                 c = tree->sibling[c]) {
                if (tree_token(tree, c)->deprel == DEPREL_nmod && passes(tree, cond, c)) {
                    return c;
                }
            }
        }
    }
    return NONE;
}

static bool try_trigger(const Tree *tree, const LexTrigger *trigger, uint32_t t, Match *match) {
    *match = (Match){.token = t, .trigger = t, .rule = trigger->rule, .weight = trigger->weight, .content = NONE};
    match->holds = match->inside = match->result = NONE;
    for (uint32_t i = 0; i < trigger->n_conditions; i++) {
        const LexCondition *cond = &tree->lex->conditions[trigger->first_condition + i];
        uint32_t found = find_condition(tree, cond, t, &match->also);
        if ((found == NONE) != (cond->negated != 0)) {
            return false;
        }
        if (cond->consumes && match->also.n < 8) {
            match->also.at[match->also.n++] = found;
        }
        if (cond->is_head && found != NONE) {
            match->trigger = found;
        }
    }
    return true;
}

/* "March 31" at the head of a line is no march. */
static bool dated(const Tree *tree, uint32_t t) {
    const Sentence *s = &tree->doc->sentences.at[tree_token(tree, t)->sentence];
    return t + 1 < s->end && (tree_token(tree, t + 1)->upos == UPOS_NUM || tree_token(tree, t + 1)->upos == UPOS_PUNCT);
}

/* Which lists of a rule a token can stand in.  Participles and nouns before a noun tell no event ("an attack dog", "the
   arrested man"). */
static uint32_t positions(const Tree *tree, uint32_t t) {
    const Token *token = tree_token(tree, t);
    Str form = token_form(tree->doc, t);
    if (tree->kind[t] != KIND_PLAIN) {
        return LEX_VERB;
    }
    switch ((Upos)token->upos) {
    case UPOS_VERB: return token->deprel == DEPREL_amod ? 0 : LEX_VERB;
    case UPOS_ADJ: return token->xpos == XPOS_VBN || token->xpos == XPOS_VBG ? LEX_VERB | LEX_ADJ : (uint32_t)LEX_ADJ;
    case UPOS_PROPN:
        if (form.n > 0 && form.at[0] >= 'A' && form.at[0] <= 'Z' &&
            (tree->doc->sentences.at[token->sentence].first != t || dated(tree, t))) {
            return 0;
        }
        return token->deprel == DEPREL_compound || token->deprel == DEPREL_flat ? 0 : LEX_NOUN;
    case UPOS_NOUN:
        return token->deprel == DEPREL_compound || token->deprel == DEPREL_amod || token->deprel == DEPREL_nmod_desc
                   ? 0
                   : LEX_NOUN;
    default: return 0;
    }
}

/* Rules of one family ("assault.kill", "assault.kill.not") have the first part of their names in common. */
static bool same_family(const Lexicon *lex, uint32_t a, uint32_t b) {
    const char *x = lexicon_string(lex, lex->rules[a].name), *y = lexicon_string(lex, lex->rules[b].name);
    size_t n = strcspn(x, ".");
    return n == strcspn(y, ".") && memcmp(x, y, n) == 0;
}

static bool is_block(const Lexicon *lex, uint32_t rule) {
    return lex->rules[rule].event == LEX_EVENT_BLOCK;
}

/* A not-event rule of every kind. */
static bool stops_all(const Lexicon *lex, uint32_t rule) {
    return strncmp(lexicon_string(lex, lex->rules[rule].name), "none.", 5) == 0;
}

/* The most specific pattern; of those alone that the not-event rule `spared` does not speak of. */
static bool best_pattern(const Tree *tree, uint32_t t, uint32_t pos, uint32_t spared, Match *best) {
    const Lexicon *lex = tree->lex;
    const LexWord *w = &lex->words[tree->word[t]];
    Match now;
    best->weight = INT32_MIN;
    for (uint32_t i = 0; i < w->n_triggers; i++) {
        const LexTrigger *trigger = &lex->triggers[w->first_trigger + i];
        bool asked = spared == NONE || !same_family(lex, spared, trigger->rule);
        if (asked && (trigger->pos & pos) != 0 && trigger->weight > best->weight &&
            try_trigger(tree, trigger, t, &now)) {
            *best = now;
        }
    }
    return best->weight != INT32_MIN;
}

static void match_token(const Tree *tree, uint32_t t, Arena *scratch, Matches *out) {
    uint32_t pos = tree->word[t] == NONE ? 0 : positions(tree, t);
    Match best, other;
    if (pos == 0 || !best_pattern(tree, t, pos, NONE, &best)) {
        return;
    }
    /* "struck a deal" is no assault, which is no reason against an agreement */
    if (is_block(tree->lex, best.rule) && !stops_all(tree->lex, best.rule) &&
        best_pattern(tree, t, pos, best.rule, &other)) {
        best = other;
    }
    const LexRule *rule = &tree->lex->rules[best.rule];
    best.event = rule->event;
    best.mode = rule->mode;
    memcpy(best.cameo, rule->cameo, sizeof best.cameo);
    best.contexts = rule->contexts;
    best.fate = rule->event == LEX_EVENT_BLOCK ? FATE_BLOCKED : FATE_EVENT;
    vec_push(scratch, out, best);
}

/* "launched a reform offensive": what the noun is not, its light verb does not make it. */
static void block_carried(const Lexicon *lex, Matches *m, uint32_t first) {
    for (uint32_t i = first; i < m->n; i++) {
        for (uint32_t j = first; j < m->n && m->at[i].trigger != m->at[i].token; j++) {
            const Match *noun = &m->at[j];
            if (noun->token == m->at[i].trigger && noun->fate == FATE_BLOCKED &&
                (stops_all(lex, noun->rule) || same_family(lex, noun->rule, m->at[i].rule))) {
                m->at[i].fate = FATE_BLOCKED;
            }
        }
    }
}

/* A word of a stronger pattern is no event of its own. */
static void drop_consumed(Matches *m, uint32_t first) {
    for (uint32_t i = first; i < m->n; i++) {
        for (uint32_t j = first; j < m->n; j++) {
            const Match *a = &m->at[i];
            if (i == j || a->fate == FATE_ALONE || a->fate == FATE_CONSUMED || m->at[j].fate == FATE_CONSUMED) {
                continue;
            }
            for (uint32_t k = 0; k < a->also.n; k++) {
                if (a->also.at[k] == m->at[j].token && a->weight >= m->at[j].weight) {
                    m->at[j].fate = FATE_CONSUMED;
                }
            }
        }
    }
}

/* ---- content ---- */

static uint32_t match_of(const Tree *tree, const Matches *m, uint32_t first, uint32_t self, uint32_t t) {
    for (uint32_t i = first; i < m->n; i++) {
        const Match *a = &m->at[i];
        if (i != self && a->fate == FATE_EVENT && (a->token == t || a->trigger == t)) {
            return i;
        }
    }
    for (uint32_t i = first; i < m->n; i++) {
        const Match *a = &m->at[i];
        if (i != self && a->fate == FATE_EVENT && tree_is_nominal(tree, a->token) && role_light(tree, a->token) == t) {
            return i;
        }
    }
    return NONE;
}

/* The content's own match, or that of the first thing under it: "agreed to a meeting", "demanded an end to …". */
static void tie_content(const Tree *tree, Matches *m, uint32_t first, uint32_t i) {
    Match *match = &m->at[i];
    const LexRule *rule = &tree->lex->rules[match->rule];
    for (uint32_t p = 0; p < rule->n_content && match->holds == NONE; p++) {
        TokenList found = {0};
        role_walk(tree, match->token, &match->also, &tree->lex->paths[rule->first_content + p], &found);
        for (uint32_t k = 0; k < found.n && match->holds == NONE; k++) {
            uint32_t t = found.at[k];
            if (tree_under(tree, match->token, t) && t != tree_token(tree, match->token)->head) {
                continue;
            }
            if (match->content == NONE) {
                match->content = t;
            }
            match->holds = match_of(tree, m, first, i, t);
            if (match->holds != NONE) {
                match->content = t;
            }
        }
    }
}

/* A threat's mode by what is threatened, where the type alone is too coarse. */
static Mode threatened(uint8_t mode) {
    switch ((Mode)mode) {
    case MODE_SANCTION_expel:
    case MODE_COERCE_deport: return MODE_THREATEN_expel;
    case MODE_SANCTION_discontinue: return MODE_THREATEN_restrict;
    case MODE_SANCTION_convict:
    case MODE_COERCE_arrest: return MODE_THREATEN_arrest;
    case MODE_COERCE_seize: return MODE_THREATEN_territory;
    default: return MODE_NONE;
    }
}

/* "promised not to attack" */
static bool is_refrained(const Tree *tree, const Match *content) {
    for
        EACH_CHILD(tree, c, content->token) {
            if (tree_token(tree, c)->deprel == DEPREL_advmod && tree_is(tree, c, ROLE_NEGATOR)) {
                return event_quad((EventType)content->event) > 2;
            }
        }
    return false;
}

/* What the operator makes of its content; false: nothing is coded. */
static bool apply_shift(const Tree *tree, Match *match, const Match *content) {
    const LexRule *rule = &tree->lex->rules[match->rule];
    if (rule->shift == NONE) {
        return true;
    }
    const LexShift *shift = &tree->lex->shifts[rule->shift];
    content = content != NULL && is_refrained(tree, content) ? NULL : content;
    for (uint32_t r = 0; r < shift->n_rows; r++) {
        const LexShiftRow *row = &tree->lex->shift_rows[shift->first_row + r];
        if (content == NULL ? row->types != 0 : (row->types & (uint32_t)1 << content->event) == 0) {
            continue;
        }
        if (row->event == LEX_EVENT_BLOCK) {
            return false;
        }
        match->event = row->event;
        match->mode = row->mode;
        if (row->cameo[0] != '\0') {
            memcpy(match->cameo, row->cameo, sizeof match->cameo);
        }
        if (content != NULL && match->event == EVENT_THREATEN) {
            match->mode = threatened(content->mode) != MODE_NONE ? (uint8_t)threatened(content->mode) : match->mode;
        }
        if (content != NULL) {
            match->contexts |= content->contexts;
        }
        return true;
    }
    return true;
}

/* Inner operators first: "refused to promise to release". */
static void shift_all(const Tree *tree, Matches *m, uint32_t first) {
    for (uint32_t i = first; i < m->n; i++) {
        if (m->at[i].fate == FATE_EVENT && tree->lex->rules[m->at[i].rule].n_content > 0) {
            tie_content(tree, m, first, i);
        }
    }
    for (uint32_t i = first; i < m->n; i++) {
        uint32_t h = m->at[i].holds;
        if (h != NONE && m->at[h].holds == i) {
            m->at[i].holds = NONE;
        }
    }
    for (int round = 0; round < 3; round++) {
        for (uint32_t i = m->n; i-- > first;) {
            Match *match = &m->at[i];
            const LexRule *rule = &tree->lex->rules[match->rule];
            if (match->fate != FATE_EVENT || rule->n_content == 0) {
                continue;
            }
            Match *content = match->holds == NONE ? NULL : &m->at[match->holds];
            if (!apply_shift(tree, match, content) || ((rule->flags & RULE_NEEDS_CONTENT) && match->content == NONE)) {
                match->fate = FATE_ALONE;
                continue;
            }
            if (content != NULL) {
                content->inside = i;
            }
        }
    }
    for (uint32_t i = first; i < m->n; i++) {
        Match *match = &m->at[i];
        if (match->fate == FATE_EVENT && match->holds != NONE && m->at[match->holds].fate == FATE_EVENT &&
            (tree->lex->rules[match->rule].flags & RULE_ABSORB)) {
            m->at[match->holds].fate = FATE_ABSORBED;
        }
    }
}

/* ---- participants ---- */

static void fill_slot(const Tree *tree, const Match *match, int side, LexSlot slot, int how, TokenList *out) {
    const LexFrame *frame = &tree->lex->frames[tree->lex->rules[match->rule].frame];
    for (uint32_t p = 0; p < frame->slot[side][slot].n_paths && out->n == 0; p++) {
        TokenList found = {0};
        role_walk(tree, match->token, &match->also, &tree->lex->paths[frame->slot[side][slot].first_path + p], &found);
        for (uint32_t i = 0; i < found.n; i++) {
            if (found.at[i] != match->trigger || match->trigger == match->token) {
                role_mentions(tree, found.at[i], how, out);
            }
        }
    }
}

static uint32_t entity_of(const Tree *tree, uint32_t mention) {
    uint32_t e = tree->doc->mentions.at[mention].entity;
    return e == NONE ? NONE - 1 - mention : e;
}

/* Nobody does a thing to himself: what stands on both sides leaves `from`. */
static void subtract(const Tree *tree, TokenList *from, const TokenList *what) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < from->n; i++) {
        bool both = false;
        for (uint32_t j = 0; j < what->n; j++) {
            both |= from->at[i] == what->at[j] || entity_of(tree, from->at[i]) == entity_of(tree, what->at[j]);
        }
        if (!both) {
            from->at[kept++] = from->at[i];
        }
    }
    from->n = kept;
}

/* A content that no rule codes still says whom it is about: "promised to build a road in Kenya". */
static void content_recipients(const Tree *tree, const Match *match, bool asked, TokenList *out) {
    static const char *const preps[] = {"to", "with", "for", "against", "on", "from", "of", "in"};
    uint32_t t = match->content;
    TokenList found = {0};
    if (asked || tree_is_nominal(tree, t)) {
        uint32_t s = tree_is_nominal(tree, t) ? NONE : role_subject(tree, t);
        if (s != NONE) {
            role_mentions(tree, s, RESOLVE_DIRECT, out);
            subtract(tree, out, &match->actors);
        }
    }
    if (out->n == 0 && !tree_is_nominal(tree, t)) {
        uint32_t o = role_object(tree, t);
        if (o != NONE) {
            role_mentions(tree, o, RESOLVE_THROUGH, &found);
            subtract(tree, &found, &match->actors);
            *out = found;
        }
    }
    for (uint32_t k = 0; k < sizeof preps / sizeof *preps && out->n == 0; k++) {
        uint32_t word = lexicon_word(tree->lex, str_of(preps[k]));
        if (word == NONE) {
            continue;
        }
        LexPath path = {1, {LEX_PREP + word}};
        found.n = 0;
        uint32_t o = tree_is_nominal(tree, t) ? NONE : role_object(tree, t);
        TokenList also = {o != NONE, {o}}, at = {0};
        role_walk(tree, t, &also, &path, &at);
        for (uint32_t i = 0; i < at.n; i++) {
            role_mentions(tree, at.at[i], RESOLVE_DIRECT, &found);
        }
        subtract(tree, &found, &match->actors);
        *out = found;
    }
    if (out->n == 0 && tree_is_nominal(tree, t)) {
        role_mentions(tree, t, RESOLVE_THROUGH, out);
        subtract(tree, out, &match->actors);
    }
}

static void inherit(const Tree *tree, const Matches *m, Match *match) {
    const LexRule *rule = &tree->lex->rules[match->rule];
    const Match *content = match->holds == NONE ? NULL : &m->at[match->holds];
    bool asked = match->event == EVENT_REQUEST || match->event == EVENT_ACCUSE;
    /* "demanded the release of the prisoners": nothing is asked of them */
    bool freed = match->event == EVENT_REQUEST && content != NULL && content->event == EVENT_RETREAT;
    if (content != NULL && match->recipients.n == 0) {
        TokenList list = asked ? content->actors : content->recipients;
        subtract(tree, &list, &match->actors);
        if (list.n == 0 && !freed) {
            list = asked ? content->recipients : content->actors;
            subtract(tree, &list, &match->actors);
        }
        match->recipients = list;
    }
    if (match->recipients.n == 0 && match->content != NONE && rule->n_content > 0 && !freed &&
        !(rule->flags & RULE_DENIES && match->event == EVENT_CONCEDE)) {
        content_recipients(tree, match, asked, &match->recipients);
    }
}

/* "This called for …", "the latter urged …": a demonstrative as the subject of a speech act is the subject before. */
static void demonstrative(const Tree *tree, Match *match) {
    bool speech = match->event == EVENT_REQUEST || match->event == EVENT_ACCUSE || match->event == EVENT_THREATEN ||
                  match->event == EVENT_REJECT || match->event == EVENT_SUPPORT;
    uint32_t sentence = tree_token(tree, match->token)->sentence;
    uint32_t subject =
        match->actors.n > 0 || !speech || tree_is_nominal(tree, match->token) ? NONE : role_subject(tree, match->token);
    if (subject == NONE || sentence == 0 ||
        !(tree_lemma_is(tree, subject, "this") || tree_lemma_is(tree, subject, "latter"))) {
        return;
    }
    uint32_t root = tree->doc->sentences.at[sentence - 1].root;
    uint32_t before = root == NONE ? NONE : role_surface(tree, root);
    if (before != NONE) {
        role_mentions(tree, before, RESOLVE_DIRECT, &match->actors);
    }
}

static void fill_participants(const Tree *tree, Match *match) {
    int side = tree_is_nominal(tree, match->token) && tree_child(tree, match->token, DEPREL_cop) == NONE;
    fill_slot(tree, match, side, SLOT_ACTOR, RESOLVE_DIRECT, &match->actors);
    fill_slot(tree, match, side, SLOT_RECIPIENT, RESOLVE_DIRECT, &match->recipients);
    subtract(tree, &match->recipients, &match->actors);
    if (match->actors.n == 0) {
        fill_slot(tree, match, side, SLOT_ACTOR, RESOLVE_THROUGH, &match->actors);
        subtract(tree, &match->actors, &match->recipients);
    }
    if (match->recipients.n == 0) {
        fill_slot(tree, match, side, SLOT_RECIPIENT, RESOLVE_THROUGH, &match->recipients);
        subtract(tree, &match->recipients, &match->actors);
    }
    demonstrative(tree, match);
    if (role_reciprocal(tree, match->token)) {
        match->recipients.n = 0;
    }
    const LexRule *rule = &tree->lex->rules[match->rule];
    if ((rule->flags & RULE_RECIPROCAL) && match->recipients.n > 0 && match->actors.n == 0) {
        match->actors = match->recipients;
        match->recipients.n = 0;
    }
}

static bool stands(const Tree *tree, const Match *match) {
    uint32_t flags = tree->lex->rules[match->rule].flags;
    if ((flags & RULE_NEEDS_ACTOR) && match->actors.n == 0) {
        return false;
    }
    if ((flags & RULE_NEEDS_RECIPIENT) && match->recipients.n == 0 && !role_reciprocal(tree, match->token)) {
        return false;
    }
    return (flags & RULE_BARE) || match->actors.n + match->recipients.n > 0;
}

/* A pattern that came to nothing gives its words back: "no demonstrations were held". */
static void revive(const Tree *tree, Matches *m, uint32_t first) {
    for (uint32_t i = first; i < m->n; i++) {
        Match *match = &m->at[i];
        if (match->fate != FATE_CONSUMED) {
            continue;
        }
        bool free = true;
        for (uint32_t j = first; j < m->n; j++) {
            for (uint32_t k = 0; k < m->at[j].also.n; k++) {
                free &= m->at[j].also.at[k] != match->token || m->at[j].fate == FATE_ALONE;
            }
        }
        const LexRule *rule = &tree->lex->rules[match->rule];
        if (free && rule->event != LEX_EVENT_BLOCK && rule->n_content == 0) {
            fill_participants(tree, match);
            match->fate = stands(tree, match) ? FATE_EVENT : FATE_ALONE;
        }
    }
}

bool event_complete(const Tree *tree, Match *match) {
    fill_participants(tree, match);
    return stands(tree, match);
}

void event_match(const Tree *tree, uint32_t sentence, Arena *scratch, Matches *out) {
    const Sentence *s = &tree->doc->sentences.at[sentence];
    uint32_t first = out->n;
    for (uint32_t t = s->first; t < s->end; t++) {
        match_token(tree, t, scratch, out);
    }
    block_carried(tree->lex, out, first);
    drop_consumed(out, first);
    shift_all(tree, out, first);
    for (uint32_t i = first; i < out->n; i++) {
        if (out->at[i].fate == FATE_EVENT || out->at[i].fate == FATE_ABSORBED) {
            fill_participants(tree, &out->at[i]);
        }
    }
    for (uint32_t i = out->n; i-- > first;) {
        if (out->at[i].fate == FATE_EVENT) {
            inherit(tree, out, &out->at[i]);
        }
    }
    for (uint32_t i = first; i < out->n; i++) {
        if (out->at[i].fate == FATE_EVENT && !stands(tree, &out->at[i])) {
            out->at[i].fate = FATE_ALONE;
        }
    }
    revive(tree, out, first);
}
