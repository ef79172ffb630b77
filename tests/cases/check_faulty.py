"""Sentences and wrong translations, with the finding that has to be there: kind, level, and what it names."""

FAULTY: dict[str, dict[str, tuple[str, str, str]]] = {
    "number error": {
        "digit": ("Ada 12 korban.", "There are 13 victims.", "12"),
        "scale-lost": ("Ada 1,5 juta pemilih.", "There are 1.5 voters.", "1,5 juta"),
        "scale-wrong": ("Ada 3 miliar sel.", "There are 3 million cells.", "3 miliar"),
        "notation-kept": ("Ada 330.000 warga.", "There are 330.000 residents.", "330.000"),
        "decimal-comma-kept": ("Ada 4,2 juta warga.", "There are 4,2 million residents.", "4,2 juta"),
        "group-lost": ("Ada 2.200.112 suara.", "There are 2,200,12 votes.", "2.200.112"),
        "dropped": ("Ada 12 korban.", "There are victims.", "12"),
        "invented": ("Ada korban.", "There are 12 victims.", ""),
        "word-for-word": ("Dua belas orang tewas.", "Twenty people died.", "Dua belas"),
        "word-dropped": ("Tiga orang tewas.", "People died.", "Tiga"),
        "ordinal": ("SEA Games ke-32 dibuka.", "The 22nd SEA Games opened.", "32"),
        "ordinal-word": ("Ini kemenangan ketiga.", "This is the fourth win.", "ketiga"),
        "magnitude": ("Ribuan orang hadir.", "Millions of people attended.", "Ribuan"),
        "range": ("Usianya 10-15 tahun.", "They are 10 to 10 years old.", "15 tahun"),
        "score": ("Mereka menang 3-1.", "They won 3-2.", "1"),
        "percent": ("Naik 12,75 persen.", "It rose 1,275 percent.", "12,75 persen"),
        "fraction": ("Dua pertiga warga setuju.", "One third of residents agree.", "Dua pertiga"),
        "said-twice": ("Ia mencetak 2 gol dan 2 umpan.", "He had 2 goals and 3 passes.", "2"),
        "hundred-for-thousand": ("Seribu orang hadir.", "A hundred people attended.", "Seribu"),
    },
    "money error": {
        "amount": ("Harganya Rp1,5 triliun.", "It costs Rp 1.5 billion.", "Rp1,5 triliun"),
        "currency": ("Harganya Rp5 juta.", "It costs $5 million.", "Rp5 juta"),
        "dropped": ("Ia membayar US$ 20 juta.", "He paid.", "US$ 20 juta"),
        "yen-for-yuan": ("Dendanya 300 juta yuan.", "The fine is 300 million yen.", "300 juta yuan"),
    },
    "unit error": {
        "invented-bracket": ("Menara itu 378 meter.", "The tower is 378 meters [1,240 km].", ""),
        "other-unit": ("Jaraknya 160 km.", "The distance is 160 miles.", "160 km"),
        "weight": ("Beratnya 5 kg.", "It weighs 5 pounds.", "5 kg"),
        "temperature": ("Suhunya 35 derajat Celsius.", "It is 35 degrees Fahrenheit.", "35 derajat Celsius"),
    },
    "date error": {
        "month": ("Ia lahir pada 17 Agustus 1945.", "He was born on 17 July 1945.", "Agustus"),
        "weekday": ("Ia tiba pada Senin.", "He arrived on Tuesday.", "Senin"),
        "turned-round": ("Itu terjadi (5/9/2023).", "It happened on May 9, 2023.", "9"),
        "year": ("Pada 1989 ia pindah.", "In 1998 he moved.", "1989"),
        "day": ("Itu pada 10-13 September.", "It was on September 10-12.", "13"),
        "decade": ("Pada 1990-an ia pindah.", "In the 1980s he moved.", "1990-an"),
        "sunday-as-week": ("Itu terjadi pada hari Minggu.", "It happened during the week.", "Minggu"),
        "invented-month": ("Ia pindah.", "He moved in October.", ""),
    },
    "time error": {
        "hour": ("Sidang mulai pukul 13.00 WIB.", "The trial starts at 3 p.m.", "pukul 13.00"),
        "half-of-day": ("Ia pergi pukul 9 malam.", "He left at 9 a.m.", "pukul 9 malam"),
        "minutes": ("Ia pergi pukul 8.30.", "He left at 8:13.", "pukul 8.30"),
        "dropped": ("Ia pergi pukul 08.45 WIB.", "He left.", "pukul 08.45"),
    },
    "name error": {
        "dropped": ("Menteri Sri Mulyani hadir.", "The minister attended.", "Sri Mulyani"),
        "mangled": ("Firma Mossack Fonseca itu bocor.", "The firm Mossackeca leaked.", "Fonseca"),
        "replaced": ("Ia bertemu Joko Widodo.", "He met Prabowo Subianto.", "Joko Widodo"),
        "country": ("Pemimpin Korea Utara hadir.", "The South Korean leader attended.", "Korea Utara"),
        "acronym": ("Pemimpin Korut hadir.", "The leader attended.", "Korut"),
        "as-word": ("Pejabat AS membantah.", "As an official he denied it.", "AS"),
        "island": ("Gempa melanda pulau Sulawesi.", "A quake struck the island of Sumatra.", "Sulawesi"),
    },
    "name warning": {
        "first-word": ("Shoigu mengatakan hal itu.", "He said so.", "Shoigu"),
    },
    "quote error": {
        "mark-lost": ('"Kami siap," katanya.', '"We are ready, he said.', ""),
        "quotation-lost": ('Ia berkata, "Kami siap."', "He spoke.", "Kami siap."),
        "marks-lost": ("Ia berkata, “Kami siap.”", "He said, We are ready.", "Kami siap."),
        "one-of-two": ('"Ya," kata Budi, "siap."', '"Yes," said Budi.', "siap."),
        "single-lost": ("Itu disebut 'gila' oleh warga.", "Residents called it crazy.", "gila"),
    },
    "quote warning": {
        "invented": ("Ia menyebut itu gila.", 'He called it "crazy".', ""),
    },
    "bracket error": {
        "lost": ("Bank itu (milik negara) untung.", "The bank made a profit.", "(milik negara)"),
    },
    "bracket warning": {
        "invented": ("Bank itu untung.", "The bank (a state bank) made a profit.", ""),
    },
    "negation error": {
        "lost": ("Pemerintah tidak akan menaikkan harga.", "The government will raise prices.", "tidak"),
        "not-yet-lost": ("Polisi belum menangkapnya.", "The police arrested him.", "belum"),
        "without-lost": ("Ia pergi tanpa izin.", "He left with permission.", "tanpa"),
        "prohibition-lost": ("Jangan buka pintu itu.", "Open that door.", "Jangan"),
    },
    "negation warning": {
        "prefix": ("Ia tidak bahagia.", "He is unhappy.", "tidak"),
    },
    "length error": {
        "empty": ("Warga marah.", "", ""),
        "cut-off": ("Warga di kampung itu marah karena jalan rusak parah.", "Residents.", ""),
        "swollen": ("Warga di sana marah besar.", " ".join(["Residents", "there", "were", "angry,"] * 4), ""),
    },
    "loop error": {
        "three-words": ("Kami menyesal.", "I am sorry I am sorry I am sorry.", ""),
        "one-word": ("Mobil itu melaju.", "The car car car car sped.", ""),
    },
    "untranslated error": {
        "whole": ("Warga di kampung itu marah karena jalan rusak.", "Warga di kampung itu marah karena jalan rusak.",
                  "di, kampung, itu, marah, karena, jalan, rusak"),
    },
    "untranslated warning": {
        "word": ("Polisi menerangi langit dengan lampu sorot besar.", "Police lit the langit with big spotlights.",
                 "langit"),
    },
}  # fmt: skip
