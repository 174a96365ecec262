"""Invented people and organisations. Any likeness to real ones is by chance."""
WOMEN = ["Zofia", "Łucja", "Żaneta", "Małgorzata", "Świętosława", "Agnieszka", "Bożena", "Grażyna", "Hanna",
         "Jadwiga", "Kinga", "Lidia", "Natalia", "Oliwia", "Patrycja", "Róża", "Sylwia", "Teresa"]
MEN = ["Łukasz", "Grzegorz", "Wojciech", "Michał", "Zdzisław", "Krzysztof", "Bartłomiej", "Paweł", "Rafał",
       "Sławomir", "Tomasz", "Jerzy", "Adam", "Cezary", "Dawid", "Emil", "Filip", "Igor"]
SURNAMES = ["Żak", "Wójcik", "Dąbek", "Święch", "Gołąb", "Kos", "Mróz", "Źrebiec", "Łoś", "Ćwik", "Pająk", "Sójka",
            "Bąk", "Wróbel", "Zając", "Kłos", "Jeż", "Śliwa", "Ząbek", "Rój", "Głąb", "Chrząszcz", "Ścibor", "Nowak"]


def name(number):
    first = (WOMEN if number % 2 == 0 else MEN)[number // 2 % 18]
    return "%s %s" % (first, SURNAMES[number * 7 % len(SURNAMES)])


def address(role, number):
    return "%s%02d@demo.wlacznik.example" % (role, number)


NGOS = ["Fundacja Most", "Stowarzyszenie Razem Łatwiej", "Fundacja Ławka", "Stowarzyszenie Otwarte Drzwi",
        "Fundacja Ścieżka", "Stowarzyszenie Sąsiedzi z Jeżyc", "Fundacja Głos", "Stowarzyszenie Żagiel",
        "Fundacja Druga Zmiana", "Stowarzyszenie Pomocna Dłoń z Gniezna", "Fundacja Cisza",
        "Stowarzyszenie Rodziców Inaczej", "Fundacja Kładka", "Stowarzyszenie Wiejska Świetlica",
        "Fundacja Nowy Adres", "Stowarzyszenie Źródło", "Fundacja Zegar", "Stowarzyszenie Kuźnia",
        "Fundacja Półka"]
FIRMS = ["Pracownia Dotyk sp. z o.o.", "Usługi Opiekuńcze Ćwik", "Studio Dźwięk sp. z o.o.", "Spółdzielnia Socjalna Zapał",
         "Mapa Dostępu sp. z o.o.", "Warsztat Łącznik"]
BODIES = ["Gminny Ośrodek Pomocy Społecznej w Krzywiniu", "Biblioteka Publiczna w Świdwinie",
          "Dom Pomocy Społecznej w Lesznie"]
