#include "feed.h"

#include "message/message.h"
#include "xml.h"

char *
feed_entry_url (wl_arena_t *arena, const char *site, const char *slug)
{
    return wl_text_printf (arena, "%s/catalogue/%s", site, slug);
}

static void
write_time (wl_buffer_t *out, const char *name, wl_time_t time)
{
    char text[WL_TIME_TEXT];

    wl_time_format (time, text);
    xml_element (out, name, text);
}

/* ---- Atom ---- */

static void
write_link (wl_buffer_t *out, const char *rel, const char *type, const char *url)
{
    wl_buffer_printf (out, "<link rel=\"%s\" type=\"%s\" href=\"", rel, type);
    xml_text (out, url);
    wl_buffer_text (out, "\"/>\n");
}

static void
write_entry (const char *site, const Dissemination__Entry *entry, wl_buffer_t *out)
{
    const Dissemination__EntryText *text = entry->text;

    wl_buffer_text (out, "<entry>\n");
    wl_buffer_printf (out, "<id>urn:uuid:%s</id>\n", entry->id);
    xml_element (out, "title", text->title);
    write_time (out, "updated", wl_timestamp_time (entry->updated_at));
    write_time (out, "published", wl_timestamp_time (entry->published_at));
    write_link (out, "alternate", "text/html", feed_entry_url (out->arena, site, entry->slug));
    xml_element (out, "summary", text->summary);
    if (!wl_text_empty (text->authors)) {
        wl_buffer_text (out, "<author>");
        xml_element (out, "name", text->authors);
        wl_buffer_text (out, "</author>\n");
    }
    xml_element (out, "rights", text->licence);
    wl_buffer_text (out, "</entry>\n");
}

void
feed_write_atom (const char *site, Dissemination__Entry *const *entries, size_t count,
                 wl_time_t now, wl_buffer_t *out)
{
    wl_time_t updated = count == 0 ? now : 0;

    for (size_t i = 0; i < count; i++) {
        wl_time_t changed = wl_timestamp_time (entries[i]->updated_at);
        updated = changed > updated ? changed : updated;
    }
    xml_begin (out);
    wl_buffer_text (out, "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"pl\">\n");
    xml_element (out, "id", wl_text_printf (out->arena, "%s/catalogue.atom", site));
    xml_element (out, "title", "Włącznik: katalog innowacji społecznych");
    write_time (out, "updated", updated);
    write_link (out, "self", "application/atom+xml",
                wl_text_printf (out->arena, "%s/catalogue.atom", site));
    write_link (out, "alternate", "text/html", wl_text_printf (out->arena, "%s/catalogue", site));
    /* An entry without an author takes the feed's (RFC 4287 4.1.2). */
    wl_buffer_text (out, "<author><name>Włącznik</name></author>\n");
    for (size_t i = 0; i < count; i++)
        write_entry (site, entries[i], out);
    wl_buffer_text (out, "</feed>\n");
}

/* ---- sitemaps ---- */

static void
write_places (const char *item, const char *prefix, const sitemap_place_t *places, size_t count,
              wl_buffer_t *out)
{
    for (size_t i = 0; i < count; i++) {
        wl_buffer_printf (out, "<%s><loc>", item);
        xml_text (out, prefix);
        xml_text (out, places[i].name);
        wl_buffer_text (out, "</loc>");
        write_time (out, "lastmod", places[i].changed);
        wl_buffer_printf (out, "</%s>\n", item);
    }
}

void
sitemap_write (const char *site, const sitemap_place_t *places, size_t count, wl_buffer_t *out)
{
    xml_begin (out);
    wl_buffer_text (out, "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    write_places ("url", wl_text_printf (out->arena, "%s/catalogue/", site), places, count, out);
    wl_buffer_text (out, "</urlset>\n");
}

void
sitemap_write_index (const char *site, const sitemap_place_t *places, size_t count,
                     wl_buffer_t *out)
{
    xml_begin (out);
    wl_buffer_text (out, "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    write_places ("sitemap", wl_text_printf (out->arena, "%s/sitemaps/", site), places, count, out);
    wl_buffer_text (out, "</sitemapindex>\n");
}

void
robots_write (const char *site, wl_buffer_t *out)
{
    wl_buffer_printf (out, "User-agent: *\nDisallow:\n\nSitemap: %s/sitemap.xml\n", site);
}
