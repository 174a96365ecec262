-- Each change brings in one letter at most, so a word that has more letters of its own than there may be changes
-- (spelling.c) is not near. That is told at a tenth of what comparing trigrams costs, and leaves few to compare.
create or replace function similar_words_of_letter (asked text) returns table (word text, shown text)
    language sql stable
    as $$
        with bounds as (select case when length (asked) <= 5 then 1 when length (asked) <= 9 then 2
            else 3 end as changes)
        select near.word, min (near.shown) from
            (select w.word, w.shown, w.entries from search_word as w, bounds
                where w.word >= left (asked, 1) and w.word < left (asked, 1) || U&'\+10FFFF'
                    and w.entries > 0
                    and length (w.word) between length (asked) - changes and length (asked) + changes
                    and length (translate (w.word, asked, '')) <= changes
                    and length (translate (asked, w.word, '')) <= changes
             union all
             select l.lexeme, coalesce (w.shown, l.lexeme), l.entries from bounds, search_lexeme as l
                left join search_word as w on w.word = l.lexeme
                where l.lexeme >= left (asked, 1) and l.lexeme < left (asked, 1) || U&'\+10FFFF'
                    and l.entries > 0
                    and length (l.lexeme) between length (asked) - changes
                        and length (asked) + changes
                    and length (translate (l.lexeme, asked, '')) <= changes
                    and length (translate (asked, l.lexeme, '')) <= changes) as near
            group by near.word
            order by similarity (near.word, asked) desc, max (near.entries) desc, near.word limit 40
    $$;
