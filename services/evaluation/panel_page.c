#include "panel_page.h"

#include "base/amount.h"

#define KIND(name)     EVALUATION__CONFLICT_KIND__##name
#define MOTION(name)   EVALUATION__PANEL_MOTION_KIND__MOTION_##name
#define OUTCOME(name)  EVALUATION__STAGE_OUTCOME__##name
#define ABSENCES(name) WLACZNIK__NO_SHOW_RULE__NO_SHOW_##name

static const char style[] =
    "@page{margin:2cm}"
    "body{font:12pt/1.5 'Noto Sans','Liberation Sans',Arial,sans-serif;color:#000;background:#fff;"
    "max-width:52em;margin:2em auto;padding:0 1em}"
    "h1{font-size:1.6em;line-height:1.25}h2{font-size:1.25em;margin-top:2em;border-bottom:2px "
    "solid}"
    "h3{font-size:1.05em;margin:1.5em 0 .25em}p{margin:.4em 0}"
    "table{border-collapse:collapse;width:100%;margin:.75em 0}"
    "caption{text-align:left;font-weight:bold;padding:.25em 0}"
    "th,td{border:1px solid #555;padding:.35em .5em;text-align:left;vertical-align:top}"
    "section.item{break-inside:avoid}.sign{margin-top:4em;border-top:1px solid;width:20em;"
    "padding-top:.25em}.draft{border:3px solid;padding:.5em 1em;font-weight:bold}";

static const char *
say (const panel_page_t *self, const char *pl, const char *en)
{
    return self->english ? en : pl;
}

/* What people wrote is Polish, whatever the language of the page. */
static void
write_polish (const panel_page_t *self, wl_buffer_t *out, const char *text)
{
    wl_buffer_text (out, self->english ? "<span lang=\"pl\">" : "<span>");
    wl_buffer_html (out, text);
    wl_buffer_text (out, "</span>");
}

static void
write_time (const panel_page_t *self, wl_buffer_t *out, wl_time_t time)
{
    char text[64];

    wl_time_format_people (time, self->english ? "en" : "pl", text);
    wl_buffer_html (out, text);
}

static void
write_row (const panel_page_t *self, wl_buffer_t *out, const char *name,
           const Google__Protobuf__Timestamp *time)
{
    if (time == NULL)
        return;
    wl_buffer_printf (out, "<tr><th scope=\"row\">%s</th><td>", name);
    write_time (self, out, wl_timestamp_time (time));
    wl_buffer_text (out, "</td></tr>");
}

static const char *
name_of (const panel_page_t *self, const char *user_id)
{
    for (size_t i = 0; i < self->meeting->n_members; i++)
        if (wl_text_equal (self->meeting->members[i]->user_id, user_id))
            return wl_text_empty (self->meeting->members[i]->name)
                       ? say (self, "(dane usunięto)", "(data erased)")
                       : self->meeting->members[i]->name;
    return "?";
}

/* ---- words ---- */

static const char *
conflict_words (const panel_page_t *self, Evaluation__ConflictKind kind)
{
    switch (kind) {
    case KIND (SAME_NIP):
        return say (self, "ten sam NIP", "the same NIP number");
    case KIND (SAME_KRS):
        return say (self, "ten sam numer KRS", "the same KRS number");
    case KIND (SAME_ORGANISATION):
        return say (self, "ta sama organizacja", "the same organisation");
    case KIND (SAME_PERSON):
        return say (self, "jest wśród wnioskodawców", "is one of the applicants");
    case KIND (SAME_EMAIL_DOMAIN):
        return say (self, "ta sama domena poczty", "the same mail domain");
    case KIND (EARLIER_APPLICATION):
        return say (self, "wspólny wcześniejszy wniosek", "an earlier application together");
    case KIND (OWN_APPLICATION):
        return say (self, "własny wniosek", "their own application");
    case KIND (CARED_FOR):
        return say (self, "opiekuje się tą innowacją albo jej autorami",
                    "carer of this innovation or of its authors");
    default:
        return say (self, "własne oświadczenie", "declared");
    }
}

static const char *
outcome_words (const panel_page_t *self, Evaluation__StageOutcome outcome)
{
    switch (outcome) {
    case OUTCOME (GO_ON):
        return say (self, "przechodzi dalej", "goes on");
    case OUTCOME (RETURN):
        return say (self, "wraca do poprawy", "is to be written again");
    default:
        return say (self, "nie przechodzi dalej", "does not go on");
    }
}

static void
write_motion_words (const panel_page_t *self, wl_buffer_t *out,
                    const Evaluation__PanelMotion *motion)
{
    switch (motion->kind) {
    case MOTION (KEEP):
        wl_buffer_text (out, say (self, "zostaje na miejscu z punktów",
                                  "keeps the place that its points give"));
        break;
    case MOTION (MOVE):
        wl_buffer_text (
            out, motion->behind
                     ? say (self, "staje zaraz za wnioskiem ", "stands directly behind ")
                     : say (self, "staje zaraz przed wnioskiem ", "stands directly ahead of "));
        wl_buffer_html (out, motion->neighbour_number);
        break;
    case MOTION (DECIDE):
        wl_buffer_text (out, outcome_words (self, motion->outcome));
        break;
    default:
        wl_buffer_text (out,
                        say (self, "odroczyć na inne posiedzenie", "adjourn to another meeting"));
        break;
    }
}

static const char *
vote_words (const panel_page_t *self, Evaluation__PanelVoteKind vote)
{
    switch (vote) {
    case EVALUATION__PANEL_VOTE_KIND__VOTE_FOR:
        return say (self, "za", "for");
    case EVALUATION__PANEL_VOTE_KIND__VOTE_AGAINST:
        return say (self, "przeciw", "against");
    default:
        return say (self, "wstrzymuje się", "abstains");
    }
}

static const char *
absence_words (const panel_page_t *self, const Evaluation__PanelItem *item)
{
    if (item->state == EVALUATION__PANEL_ITEM_STATE__ITEM_ADJOURNED)
        return say (self, "Na prezentację nikt nie przyszedł; zaproszenie będzie powtórzone.",
                    "Nobody came to the pitch; they will be invited once more.");
    if (self->meeting->rules != NULL && self->meeting->rules->no_show == ABSENCES (GIVES_UP))
        return say (self,
                    "Na prezentację nikt nie przyszedł, co według zasad naboru oznacza rezygnację.",
                    "Nobody came to the pitch, which by the call's rules means giving up.");
    return say (self, "Na prezentację nikt nie przyszedł; panel decyduje na podstawie wniosku.",
                "Nobody came to the pitch; the panel decides by what was written.");
}

/* ---- the parts of the page ---- */

static void
write_head (const panel_page_t *self, wl_buffer_t *out)
{
    const Evaluation__PanelMeeting *meeting = self->meeting;
    const char *title = say (self, "Protokół posiedzenia panelu", "Protocol of a panel's meeting");

    wl_buffer_printf (out,
                      "<!doctype html><html lang=\"%s\"><head><meta charset=\"utf-8\">"
                      "<meta name=\"viewport\" content=\"width=device-width\"><title>%s</title>"
                      "<style>%s</style></head><body><main><h1>%s</h1>",
                      self->english ? "en" : "pl", title, style, title);
    if (meeting->state == EVALUATION__MEETING_STATE__MEETING_OPEN)
        wl_buffer_printf (out, "<p class=\"draft\">%s</p>",
                          say (self, "Posiedzenie trwa: to jeszcze nie jest ostateczny protokół.",
                               "The meeting is open: this protocol is not final yet."));
    wl_buffer_printf (out, "<table><caption>%s</caption><tbody><tr><th scope=\"row\">%s</th><td>",
                      say (self, "Posiedzenie", "The meeting"), say (self, "Nabór", "Call"));
    write_polish (self, out, self->call_title->pl);
    wl_buffer_printf (out, "</td></tr><tr><th scope=\"row\">%s</th><td>",
                      say (self, "Region", "Region"));
    wl_buffer_html (out, wl_text_empty (meeting->region) ? say (self, "wszystkie", "all")
                                                         : meeting->region);
    wl_buffer_printf (out, "</td></tr><tr><th scope=\"row\">%s</th><td>",
                      say (self, "Miejsce", "Place"));
    write_polish (self, out, meeting->place);
    wl_buffer_text (out, "</td></tr>");
    write_row (self, out, say (self, "Otwarto", "Opened"), meeting->opened_at);
    write_row (self, out, say (self, "Zamknięto", "Closed"), meeting->closed_at);
    wl_buffer_text (out, "</tbody></table>");
}

static void
write_comings (const panel_page_t *self, wl_buffer_t *out, const char *user_id)
{
    bool any = false;

    for (size_t i = 0; i < self->presence_count; i++) {
        const store_presence_t *presence = &self->presence[i];
        if (!wl_text_equal (presence->user_id, user_id))
            continue;
        wl_buffer_text (out, any ? "<br>" : "");
        wl_buffer_text (out,
                        presence->came ? say (self, "od ", "from ") : say (self, "do ", "to "));
        write_time (self, out, presence->at);
        any = true;
    }
    if (!any)
        wl_buffer_text (out, say (self, "nieobecność", "absent"));
}

static void
write_members (const panel_page_t *self, wl_buffer_t *out)
{
    wl_buffer_printf (out,
                      "<table><caption>%s</caption><thead><tr><th scope=\"col\">%s</th>"
                      "<th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr></thead><tbody>",
                      say (self, "Skład i obecność", "Members and presence"),
                      say (self, "Osoba", "Person"), say (self, "Rola", "Role"),
                      say (self, "Obecność", "Presence"));
    for (size_t i = 0; i < self->meeting->n_members; i++) {
        const Evaluation__PanelMember *member = self->meeting->members[i];
        wl_buffer_text (out, "<tr><th scope=\"row\">");
        wl_buffer_html (out, name_of (self, member->user_id));
        wl_buffer_printf (out, "</th><td>%s</td><td>",
                          member->chair    ? say (self, "przewodniczy", "chairs")
                          : member->voting ? say (self, "głosuje", "votes")
                                           : say (self, "doradza", "advises"));
        write_comings (self, out, member->user_id);
        wl_buffer_text (out, "</td></tr>");
    }
    wl_buffer_text (out, "</tbody></table>");
}

static void
write_conflicts (const panel_page_t *self, wl_buffer_t *out, const Evaluation__PanelItem *item)
{
    if (item->n_conflicts == 0)
        return;
    wl_buffer_printf (out, "<p>%s</p><ul>",
                      say (self, "Z omawiania i głosowania wyłączyły się osoby:",
                           "Left the item and did not vote:"));
    for (size_t i = 0; i < item->n_conflicts; i++) {
        const Evaluation__PanelConflict *conflict = item->conflicts[i];
        wl_buffer_text (out, "<li>");
        wl_buffer_html (out, name_of (self, conflict->user_id));
        wl_buffer_printf (out, ": %s", conflict_words (self, conflict->kind));
        if (!wl_text_empty (conflict->reason)) {
            wl_buffer_text (out, " – ");
            write_polish (self, out, conflict->reason);
        }
        wl_buffer_text (out, "</li>");
    }
    wl_buffer_text (out, "</ul>");
}

static void
write_votes (const panel_page_t *self, wl_buffer_t *out, const Evaluation__PanelItem *item,
             const Evaluation__PanelMotion *motion)
{
    if (motion->n_votes == 0)
        return;
    wl_buffer_printf (out,
                      "<table><caption>%s %s</caption><thead><tr><th scope=\"col\">%s</th>"
                      "<th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr></thead><tbody>",
                      say (self, "Głosy:", "Votes:"), item->number, say (self, "Osoba", "Person"),
                      say (self, "Głos", "Vote"), say (self, "Zdanie odrębne", "Minority view"));
    for (size_t i = 0; i < motion->n_votes; i++) {
        const Evaluation__PanelVote *vote = motion->votes[i];
        wl_buffer_text (out, "<tr><th scope=\"row\">");
        wl_buffer_html (out, name_of (self, vote->user_id));
        wl_buffer_printf (out, "</th><td>%s</td><td>", vote_words (self, vote->vote));
        write_polish (self, out, vote->minority_view);
        wl_buffer_text (out, "</td></tr>");
    }
    wl_buffer_text (out, "</tbody></table>");
}

static void
write_motion (const panel_page_t *self, wl_buffer_t *out, const Evaluation__PanelItem *item,
              const Evaluation__PanelMotion *motion)
{
    wl_buffer_printf (out, "<p>%s <strong>", say (self, "Wniosek formalny:", "Motion:"));
    write_motion_words (self, out, motion);
    wl_buffer_text (out, "</strong>.");
    if (!wl_text_empty (motion->reason)) {
        wl_buffer_printf (out, " %s ", say (self, "Uzasadnienie:", "Reason:"));
        write_polish (self, out, motion->reason);
    }
    wl_buffer_printf (out, "</p><p>%s %u, %s %u, %s %u; %s %u. <strong>%s</strong></p>",
                      say (self, "Za:", "For:"), motion->votes_for,
                      say (self, "przeciw:", "against:"), motion->votes_against,
                      say (self, "wstrzymało się:", "abstained:"), motion->abstained,
                      say (self, "kworum:", "quorum:"), motion->quorum_needed,
                      motion->carried ? say (self, "Przyjęto.", "Carried.")
                                      : say (self, "Nie przyjęto.", "Not carried."));
    write_votes (self, out, item, motion);
}

static void
write_item (const panel_page_t *self, wl_buffer_t *out, size_t index)
{
    const Evaluation__PanelItem *item = self->meeting->items[index];
    char points[WL_AMOUNT_TEXT];

    wl_buffer_printf (out, "<section class=\"item\"><h3>%zu. ", index + 1);
    wl_buffer_html (out, item->number);
    if (!wl_text_empty (item->title)) {
        wl_buffer_text (out, " – ");
        write_polish (self, out, item->title);
    }
    wl_buffer_text (out, "</h3>");
    if (self->meeting->assessment == WLACZNIK__ASSESSMENT_KIND__POINTS) {
        wl_points_format (item->points, self->english ? "en" : "pl", points);
        wl_buffer_printf (out, "<p>%s %s.</p>",
                          say (self, "Punkty, których panel nie zmienia:",
                               "Points, which the panel does not change:"),
                          points);
    }
    write_conflicts (self, out, item);
    if (item->no_show)
        wl_buffer_printf (out, "<p>%s</p>", absence_words (self, item));
    for (size_t i = 0; i < item->n_motions; i++)
        write_motion (self, out, item, item->motions[i]);
    if (item->n_motions == 0 && !item->no_show)
        wl_buffer_printf (out, "<p>%s</p>",
                          say (self, "Nie głosowano; sprawa przechodzi na inne posiedzenie.",
                               "There was no vote; it goes to another meeting."));
    wl_buffer_text (out, "</section>");
}

void
panel_page_write (const panel_page_t *self, wl_buffer_t *out)
{
    write_head (self, out);
    write_members (self, out);
    wl_buffer_printf (out, "<h2>%s</h2>", say (self, "Przebieg", "Proceedings"));
    for (size_t i = 0; i < self->meeting->n_items; i++)
        write_item (self, out, i);
    wl_buffer_printf (out, "<p class=\"sign\">%s</p></main></body></html>",
                      say (self, "Podpis osoby, która przewodniczy", "Signature of the chair"));
}
