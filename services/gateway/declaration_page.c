#include "declaration_page.h"

/* The day on which people last went through what this page says of the programs. */
static const char rebuilt[] = "2026-11-26";

typedef struct page {
    bool english;
    wl_buffer_t *out;
} page_t;

static const char *
say (const page_t *page, const char *pl, const char *en)
{
    return page->english ? en : pl;
}

static void
write_text (const page_t *page, const char *pl, const char *en)
{
    wl_buffer_text (page->out, say (page, pl, en));
}

/* What the operator did not say is said to be missing, so that nobody overlooks it. */
static void
write_given (const page_t *page, const char *element, const char *id, const char *value)
{
    bool given = !wl_text_empty (value);

    wl_buffer_printf (page->out, "<%s id=\"%s\">", element, id);
    wl_buffer_html (page->out, given ? value
                                     : say (page, "(operator jeszcze nie podał)",
                                            "(not given by the operator yet)"));
    wl_buffer_printf (page->out, "</%s>", element);
}

static void
write_intro (const page_t *page, const Gateway__Operator *facts)
{
    write_text (page, "<h1>Deklaracja dostępności</h1>\n<p id=\"a11y-wstep\">",
                "<h1>Accessibility declaration</h1>\n<p id=\"a11y-wstep\">");
    write_given (page, "span", "a11y-podmiot", facts->name);
    write_text (
        page,
        " zobowiązuje się zapewnić dostępność swojej strony internetowej zgodnie z ustawą z dnia 4 "
        "kwietnia 2019 r. o dostępności cyfrowej stron internetowych i aplikacji mobilnych "
        "podmiotów "
        "publicznych. Oświadczenie w sprawie dostępności ma zastosowanie do strony internetowej "
        "Włącznik: ",
        " undertakes to make its website accessible by the act of 4 April 2019 on the digital "
        "accessibility of the websites and mobile applications of public bodies. This declaration "
        "is about the website Włącznik: ");
    wl_buffer_text (page->out, "<a id=\"a11y-url\" href=\"");
    wl_buffer_html (page->out, facts->site);
    wl_buffer_text (page->out, "\">");
    wl_buffer_html (page->out, facts->site);
    wl_buffer_text (page->out, "</a>.</p>\n<ul>\n<li>");
    write_text (page, "Data publikacji strony: ", "Published: ");
    write_given (page, "time", "a11y-data-publikacja", facts->published);
    write_text (page, "</li>\n<li>Data ostatniej istotnej aktualizacji: ",
                "</li>\n<li>Last larger change: ");
    write_given (page, "time", "a11y-data-aktualizacja", rebuilt);
    wl_buffer_text (page->out, "</li>\n</ul>\n");
}

static void
write_state (const page_t *page, const Gateway__Operator *facts)
{
    write_text (
        page,
        "<h2 id=\"a11y-status\">Stan zgodności: częściowo zgodna</h2>\n"
        "<p>Strona jest częściowo zgodna z załącznikiem do ustawy (WCAG 2.1, poziom AA) z powodu "
        "niezgodności wymienionych poniżej.</p>\n"
        "<h3>Treści niedostępne</h3>\n<ul>\n"
        "<li>Pliki, które dodają autorzy i zgłaszający: nie sprawdzamy, czy każdy z nich jest "
        "dostępny.</li>\n"
        "<li>Opis API dla programistów pod adresem <a href=\"/api\">/api</a> wyświetla obce "
        "narzędzie "
        "(Swagger UI).</li>\n"
        "<li>Treści po angielsku: czego nikt nie przetłumaczył, stoi po polsku i jest tak "
        "oznaczone.</li>\n</ul>\n"
        "<h3>Skróty klawiaturowe</h3>\n"
        "<p>Strona nie przejmuje skrótów przeglądarki. W ocenie formalnej działają klawisze T, N i "
        "D, tylko "
        "kiedy zaznaczony jest warunek.</p>\n"
        "<h2>Przygotowanie deklaracji</h2>\n<ul>\n<li>Data sporządzenia deklaracji: ",
        "<h2 id=\"a11y-status\">State: partly conformant</h2>\n"
        "<p>The site conforms in part to the annex of the act (WCAG 2.1, level AA), because of "
        "what is "
        "listed below.</p>\n"
        "<h3>What is not accessible</h3>\n<ul>\n"
        "<li>Files that authors and applicants add: we do not check whether each of them is "
        "accessible.</li>\n"
        "<li>The description of the API for programmers at <a href=\"/api\">/api</a> is shown by a "
        "foreign tool (Swagger UI).</li>\n"
        "<li>Texts in English: what nobody translated stands in Polish and is marked "
        "so.</li>\n</ul>\n"
        "<h3>Keyboard shortcuts</h3>\n"
        "<p>The site takes over none of the browser's. In the formal check the keys T, N and D "
        "work, only "
        "while a condition has the focus.</p>\n"
        "<h2>How this declaration was made</h2>\n<ul>\n<li>Drawn up: ");
    write_given (page, "time", "a11y-data-sporzadzenie", rebuilt);
    write_text (page, "</li>\n<li>Ostatni przegląd: ", "</li>\n<li>Last reviewed: ");
    write_given (page, "time", "a11y-data-przeglad", facts->reviewed);
    write_text (
        page,
        "</li>\n</ul>\n<p id=\"a11y-ocena\">Deklarację sporządzono na podstawie samooceny: każdą "
        "stronę "
        "sprawdza przy każdej zmianie program axe-core, a główne czynności przechodzą testy z samą "
        "klawiaturą, przy szerokości 320 pikseli i w wysokim kontraście.</p>\n",
        "</li>\n</ul>\n<p id=\"a11y-ocena\">It rests on an assessment of our own: the program "
        "axe-core "
        "checks public pages and pages of work at every change, and the main tasks pass tests with "
        "the keyboard alone, "
        "at a "
        "width of 320 pixels and in high contrast.</p>\n");
}

static void
write_contact (const page_t *page, const Gateway__Operator *facts)
{
    write_text (
        page,
        "<h2 id=\"a11y-kontakt\">Informacje zwrotne i dane kontaktowe</h2>\n<ul>\n<li>E-mail: ",
        "<h2 id=\"a11y-kontakt\">Feedback and contact</h2>\n<ul>\n<li>E-mail: ");
    wl_buffer_text (page->out, "<a id=\"a11y-email\" href=\"mailto:");
    wl_buffer_html (page->out, facts->email);
    wl_buffer_text (page->out, "\">");
    wl_buffer_html (page->out, facts->email);
    write_text (page, "</a></li>\n<li>Telefon: ", "</a></li>\n<li>Telephone: ");
    write_given (page, "span", "a11y-telefon", facts->phone);
    write_text (page, "</li>\n<li>Adres: ", "</li>\n<li>Address: ");
    write_given (page, "span", "a11y-adres", facts->address);
    wl_buffer_text (page->out, "</li>\n</ul>\n");
}

static void
write_procedure (const page_t *page)
{
    write_text (
        page,
        "<h2>Obsługa wniosków i skarg</h2>\n<div id=\"a11y-procedura\">\n"
        "<p>Każdy ma prawo żądać zapewnienia dostępności cyfrowej strony albo jej elementu, a "
        "także udostępnienia "
        "go w alternatywny sposób, na przykład przez odczytanie dokumentu albo opisanie "
        "filmu.</p>\n"
        "<p>Żądanie powinno zawierać: dane osoby, która je zgłasza, wskazanie strony albo "
        "elementu, oraz sposób "
        "kontaktu. Jeśli chcesz otrzymać informację w alternatywny sposób, napisz, w jaki.</p>\n"
        "<p>Odpowiadamy niezwłocznie, nie później niż w ciągu <strong>7 dni</strong> od "
        "zgłoszenia. Jeśli to za mało "
        "czasu, powiemy o tym i podamy nowy termin, nie dłuższy niż <strong>2 miesiące</strong>. "
        "Jeśli zapewnienie "
        "dostępności nie jest możliwe, zaproponujemy inny sposób dostępu.</p>\n"
        "<p>Jeśli odmówimy albo nie dotrzymamy terminu, możesz złożyć skargę. Po wyczerpaniu tej "
        "drogi możesz też "
        "zwrócić się do <a href=\"https://www.rpo.gov.pl\">Rzecznika Praw "
        "Obywatelskich</a>.</p>\n</div>\n"
        "<h2 id=\"a11y-aplikacje\">Aplikacje mobilne</h2>\n<p>Włącznik nie ma aplikacji mobilnej; "
        "strona działa na "
        "telefonie.</p>\n"
        "<h2 id=\"a11y-architektura\">Dostępność architektoniczna</h2>\n<p>O wejściu do budynku i "
        "pomocy na miejscu "
        "informuje operator pod adresem podanym wyżej.</p>\n",
        "<h2>Requests and complaints</h2>\n<div id=\"a11y-procedura\">\n"
        "<p>Everybody may ask that the site or a part of it be made accessible, or that it be "
        "given in another way, "
        "such as by reading a document aloud or describing a film.</p>\n"
        "<p>A request should say who makes it, which page or part it is about, and how to answer. "
        "If you want the "
        "information in another way, say in which.</p>\n"
        "<p>We answer at once, and within <strong>7 days</strong> of the request. If that is too "
        "short, we say so and "
        "name a new term of <strong>2 months</strong> at most. If it cannot be made accessible, we "
        "offer another way "
        "to it.</p>\n"
        "<p>If we refuse or are late, you can complain. When that has led nowhere you can also "
        "turn to the "
        "<a href=\"https://www.rpo.gov.pl\">Commissioner for Human Rights</a>.</p>\n</div>\n"
        "<h2 id=\"a11y-aplikacje\">Mobile applications</h2>\n<p>Włącznik has no mobile "
        "application; the site works on "
        "a phone.</p>\n"
        "<h2 id=\"a11y-architektura\">Access to buildings</h2>\n<p>The operator tells about the "
        "way in and help there, "
        "at the address above.</p>\n");
}

void
declaration_page_write (const Gateway__Operator *facts, const char *locale, wl_buffer_t *out)
{
    const page_t page = { wl_text_equal (locale, "en"), out };

    wl_buffer_text (out, "<div class=\"page\">\n");
    write_intro (&page, facts);
    write_state (&page, facts);
    write_contact (&page, facts);
    write_procedure (&page);
    wl_buffer_text (out, "</div>\n");
}
