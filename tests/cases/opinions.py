"""Opinions, a sentence a line, the thesis behind a star; and news that is none, whoever says in it what must be."""

OPINIONS: dict[str, str] = {
    "editorial, thesis last": """
Setiap musim hujan, Jakarta terendam banjir.
Tahun ini air kembali masuk ke rumah warga di Kampung Melayu.
Ribuan orang mengungsi ke sekolah dan masjid.
Anggaran pengendalian banjir naik hampir dua kali lipat dalam lima tahun.
Namun, sungai tetap dangkal dan saluran tetap penuh sampah.
Proyek normalisasi berhenti di tengah jalan karena pembebasan lahan macet.
Sumur resapan yang dibangun dengan biaya besar ternyata tidak banyak menolong.
Di hulu, vila terus tumbuh di lereng yang semestinya menjadi hutan.
Banjir bukan lagi bencana alam, melainkan akibat dari kebijakan yang setengah hati.
*Karena itu, pemerintah harus menghentikan izin bangunan di hulu dan menuntaskan normalisasi sungai tahun ini juga.
""",
    "editorial, it is time": """
Kecelakaan bus pariwisata kembali merenggut nyawa.
Sebelas pelajar tewas di turunan Ciater, Subang, Sabtu malam.
Bus itu ternyata tidak lolos uji berkala sejak Desember tahun lalu.
Ini bukan kejadian pertama.
Dalam tiga tahun terakhir setidaknya tujuh kecelakaan serupa terjadi di jalur yang sama.
Setiap kali pula polisi menetapkan sopir sebagai tersangka, lalu perkara itu dilupakan.
Pemilik perusahaan otobus nyaris tidak pernah disentuh hukum.
Padahal merekalah yang memutuskan bus tua tetap berjalan.
*Sudah saatnya pemilik bus yang abai ikut dipidana.
Tanpa itu, kita hanya menunggu kecelakaan berikutnya.
""",
    "editorial, thesis first": """
*Rencana pemerintah menaikkan iuran jaminan kesehatan sebaiknya ditunda.
Daya beli masyarakat belum pulih sejak pandemi.
Badan Pusat Statistik mencatat konsumsi rumah tangga tumbuh hanya 4,9 persen pada kuartal pertama.
Kelas menengah yang paling rentan justru tidak mendapat bantuan apa pun.
Benar bahwa defisit jaminan kesehatan terus melebar.
Namun, sebagian besar defisit itu lahir dari klaim yang tidak wajar dan pengawasan yang lemah.
Audit tahun lalu menemukan tagihan fiktif senilai Rp 34 miliar di tiga rumah sakit.
Menambal kebocoran tentu lebih adil daripada menambah beban peserta.
Kenaikan iuran tanpa perbaikan hanya akan membuat orang berhenti membayar.
""",
    "column, thesis in the middle": """
Anak saya pulang dari sekolah membawa setumpuk lembar kerja.
Ia kelas dua sekolah dasar, dan malam itu ia menangis.
Saya mencoba mengerjakan soal nomor lima, dan saya pun gagal.
Di grup orang tua, keluhan yang sama muncul setiap minggu.
*Menurut saya, pekerjaan rumah untuk kelas bawah mestinya dihapus saja.
Penelitian di Finlandia menunjukkan anak usia tujuh tahun belajar paling banyak lewat bermain.
Guru juga terbebas dari menilai ratusan lembar yang tidak dibaca siapa pun.
Anak yang tidur cukup lebih mudah berkonsentrasi keesokan harinya.
Tentu ada orang tua yang khawatir anaknya tertinggal.
Kekhawatiran itu wajar, tetapi tidak didukung data.
""",
    "reader's letter, ought": """
Saya pelanggan air minum di Perumahan Griya Asri, Kecamatan Cibinong.
Sejak awal bulan air di rumah saya hanya mengalir pada pukul dua sampai empat pagi.
Kami sekeluarga terpaksa begadang untuk menampung air.
Saya sudah tiga kali melapor ke kantor cabang, tetapi selalu diminta menunggu.
Tagihan bulan ini malah naik menjadi Rp 312.000.
Tetangga saya mengalami hal yang sama.
*Perusahaan seharusnya memberi potongan tagihan kepada pelanggan yang tidak mendapat air.
Kami juga berhak tahu kapan perbaikan pipa selesai.
Terima kasih atas perhatian redaksi.
""",
    "column, a question and its answer": """
Kota ini baru saja meresmikan alun-alun baru seharga Rp 120 miliar.
Lantainya marmer, lampunya berganti warna, air mancurnya menari setiap malam.
Warga berdatangan untuk berfoto.
Tak jauh dari sana, SD Negeri 3 masih belajar bergantian karena ruang kelasnya ambruk.
Puskesmas di kecamatan sebelah tidak punya dokter sejak tahun lalu.
Apakah kota ini membutuhkan alun-alun semahal itu?
*Tidak, yang dibutuhkan warga adalah sekolah dan puskesmas yang layak.
Alun-alun bisa menunggu, sedangkan anak-anak tidak.
Uang daerah terbatas, dan setiap rupiah yang menjadi marmer adalah rupiah yang tidak menjadi ruang kelas.
""",
    "essay, a note on the author": """
Desa-desa di pesisir utara Jawa perlahan hilang.
Di Sayung, Demak, laut telah menelan lima dusun dalam dua dasawarsa.
Makam keluarga hanya tampak saat air surut.
Penyebabnya bukan semata-mata naiknya muka laut.
Pengambilan air tanah oleh industri membuat daratan turun hingga sepuluh sentimeter per tahun.
Tanggul laut yang direncanakan pemerintah menelan biaya Rp 700 triliun.
Tanggul sebesar apa pun akan sia-sia bila tanah di belakangnya terus ambles.
*Dengan demikian, larangan mengambil air tanah di kawasan industri mesti didahulukan daripada tanggul.
Belanda pun mulai dari sana.
Penulis adalah pengajar oseanografi di Semarang.
""",
    "editorial, must not": """
Pemilihan kepala daerah tinggal dua bulan lagi.
*Aparat sipil negara jangan diseret ke dalam kampanye.
Gejalanya sudah terlihat di mana-mana.
Camat menghadiri deklarasi, kepala sekolah menyebarkan spanduk, lurah mengumpulkan ketua RT.
Dalihnya selalu sama, yaitu menghadiri undangan masyarakat.
Undang-undang jelas menyatakan aparat sipil negara netral.
Sanksinya pun tersedia, dari teguran sampai pemecatan.
Sayangnya, hanya segelintir pelanggaran yang berujung hukuman.
Pengawas pemilu lebih sering berhenti pada imbauan.
Demokrasi di daerah dipertaruhkan oleh pembiaran semacam ini.
""",
    "column, what is needed": """
Setiap Lebaran kita memamerkan angka pemudik.
Tahun ini 193 juta orang disebut pulang kampung.
Angka itu dirayakan seolah-olah prestasi.
Padahal kemacetan 30 jam di tol bukanlah prestasi.
Negara lain tidak memindahkan separuh penduduknya dalam satu minggu.
Kita melakukannya karena pekerjaan hanya ada di kota besar.
Desa kehilangan anak mudanya, kota kehilangan ruangnya.
*Yang perlu dibangun bukan jalan tol baru, melainkan lapangan kerja di daerah.
Kalau pekerjaan ada di dekat rumah, mudik akan kembali menjadi silaturahmi.
""",
    "column, may not": """
Perpustakaan daerah di kota kami buka dari pukul delapan sampai pukul tiga.
Jam itu adalah jam sekolah dan jam kerja.
Pada hari Minggu pintunya terkunci.
Ironisnya, setiap tahun pemerintah daerah menghabiskan Rp 2 miliar untuk lomba minat baca.
Pengunjung perpustakaan turun dari 90.000 menjadi 41.000 orang dalam empat tahun.
Kepala dinas menyalahkan gawai.
Alasan itu terlalu mudah.
*Perpustakaan tidak boleh tutup ketika pembacanya punya waktu.
Surabaya membuka perpustakaannya sampai malam, dan pengunjungnya naik tiga kali lipat.
Yang dibutuhkan hanya penjaga tambahan dan kemauan.
""",
    "essay, of trees": """
Orang tua kita dulu menanam pohon untuk cucunya.
Kini pohon di tepi jalan ditebang demi pelebaran trotoar.
Di Jalan Ahmad Yani, 47 pohon trembesi hilang dalam semalam.
Dinas Pertamanan berjanji menggantinya dengan bibit setinggi pinggang.
Bibit itu baru akan memberi teduh dua puluh tahun lagi.
Trotoar tanpa teduh tidak akan dilewati siapa pun.
Kota yang panas mendorong orang masuk ke mobil.
*Pohon dewasa semestinya diperlakukan sebagai prasarana, seperti jembatan dan saluran air.
Singapura menghitung nilai setiap pohonnya dalam dolar.
""",
    "editorial, for that reason": """
Harga gabah jatuh tepat ketika panen raya tiba.
Di Karawang petani menerima Rp 4.200 per kilogram, jauh di bawah harga pembelian pemerintah.
Penyebabnya bukan rahasia.
Gudang Bulog masih penuh oleh beras impor yang datang dua bulan lalu.
Keputusan impor diambil ketika para ahli sudah memperkirakan panen yang baik.
Petani kecil yang menanggung akibatnya.
Sebagian dari mereka kini menjual sawahnya.
*Oleh sebab itu, pemerintah hendaknya berhenti mengimpor beras menjelang panen.
Data panen ada, tinggal kemauan membacanya.
""",
    "column, better so than so": """
Ujian nasional diusulkan kembali.
Alasannya, mutu lulusan menurun dan sekolah kehilangan ukuran.
Kita pernah hidup dengan ujian itu selama puluhan tahun.
Yang lahir adalah bimbingan belajar, kunci jawaban, dan kecurangan massal.
Mutu guru tidak pernah naik karena ujian muridnya.
*Uang ratusan miliar itu lebih baik dipakai untuk melatih guru di daerah.
Finlandia tidak mengenal ujian nasional sampai akhir sekolah menengah.
Toh nilai ujian tidak pernah menunjukkan siapa yang bisa berpikir.
""",
    "reader's letter, asks": """
Saya pengguna kereta rel listrik jurusan Bogor-Jakarta Kota.
Sejak jadwal baru berlaku, kereta dari Stasiun Citayam datang setiap 20 menit.
Peron penuh sesak pada pukul enam pagi.
Pekan lalu seorang ibu pingsan di depan saya.
Petugas hanya bisa meminta penumpang bersabar.
*Saya mohon PT KAI menambah perjalanan pada jam berangkat kerja.
Rangkaian cadangan di Depok setiap pagi hanya diam.
Semoga surat ini dibaca oleh pengambil keputusan.
""",
    "essay, opens with a question": """
Haruskah mahasiswa membayar dengan pinjaman?
Sebuah kampus negeri di Bandung menawarkan cicilan lewat perusahaan pinjaman daring.
Bunganya setara 20 persen setahun.
Rektor menyebutnya jalan keluar.
Bagi keluarga buruh, itu jerat yang lain.
Negara menjamin pendidikan dalam konstitusi.
Anggaran pendidikan kita 20 persen dari belanja negara, lebih dari Rp 600 triliun.
*Tugas negaralah menutup biaya kuliah mahasiswa miskin, bukan tugas perusahaan pinjaman.
Kampus yang menjadi makelar utang kehilangan wibawanya.
""",
}

NEWS: dict[str, str] = {
    "an official's harus": """
JAKARTA - Menteri Perhubungan mengatakan perusahaan bus harus mematuhi uji berkala.
"Semua bus harus laik jalan, jangan ada kompromi," kata menteri di Subang, Senin (13/5).
Ia menegaskan sudah saatnya pengusaha bertanggung jawab.
Sebelas pelajar tewas dalam kecelakaan di Ciater, Sabtu malam.
Polisi menetapkan sopir bus sebagai tersangka.
Menurut polisi, rem bus itu tidak berfungsi.
Keluarga korban meminta pemilik bus ikut diperiksa.
Sidang pertama dijadwalkan bulan depan.
""",
    "a rule says harus": """
Pemerintah menetapkan aturan baru tentang kendaraan listrik mulai 1 Juli.
Pemilik kendaraan harus mendaftarkan baterainya di kantor Samsat.
Biaya pendaftaran ditetapkan Rp 150.000.
Kendaraan yang tidak terdaftar tidak boleh masuk jalan tol.
Aturan itu berlaku di 12 provinsi.
Pengusaha perlu menyiapkan laporan setiap enam bulan.
Asosiasi industri menyambut baik aturan tersebut.
Penjualan kendaraan listrik naik 43 persen tahun lalu.
""",
    "a report of a demand": """
Ratusan buruh berunjuk rasa di depan gedung DPRD Jawa Timur, Kamis (2/5).
Mereka menuntut upah minimum dinaikkan 15 persen.
Koordinator aksi menyebut upah seharusnya mengikuti inflasi.
Menurut dia, pemerintah wajib melindungi buruh.
Massa membubarkan diri pada pukul 16.00 WIB.
Polisi mengerahkan 300 personel untuk mengamankan aksi.
Ketua DPRD berjanji menyampaikan tuntutan itu kepada gubernur.
Lalu lintas di Jalan Indrapura sempat macet dua kilometer.
""",
    "sport: must win": """
Timnas Indonesia harus menang atas Filipina untuk lolos ke semifinal.
Pertandingan digelar di Stadion Gelora Bung Karno pada Sabtu malam.
Indonesia kini mengoleksi empat poin dari tiga laga.
Pelatih tidak bisa menurunkan dua pemain yang terkena akumulasi kartu.
Filipina hanya perlu hasil imbang.
Pada pertemuan terakhir kedua tim bermain 1-1.
Tiket pertandingan sudah habis sejak Rabu.
""",
    "an auditors' opinion": """
Opini WTP diraih Pemerintah Kota Bogor untuk ketujuh kalinya.
Badan Pemeriksa Keuangan menyerahkan laporan itu pada Senin pagi.
Pemerintah kota harus menindaklanjuti 14 temuan dalam 60 hari.
Nilai temuan itu mencapai Rp 2,3 miliar.
Wali kota menyatakan seluruh temuan akan diselesaikan.
Tahun lalu ada 22 temuan.
""",
    "a witness who says I": """
Kebakaran melanda Pasar Senen, Jakarta Pusat, Kamis dini hari.
"Saya melihat api dari lantai dua, saya langsung lari," kata Darto, pedagang sepatu.
Menurut Darto, seharusnya pasar itu dijaga petugas.
Sebanyak 18 mobil pemadam dikerahkan.
Api padam pada pukul 05.20 WIB.
"Kita harus memeriksa instalasi listriknya," ujar kepala dinas.
Polisi masih menyelidiki penyebab kebakaran.
""",
    "a match in a reporter's tone": """
Persib ternyata terlalu tangguh bagi Persija.
Tuan rumah unggul 3-0 di Stadion Si Jalak Harupat, Minggu sore.
Beckham Putra mencetak dua gol pada babak pertama.
Gol ketiga lahir dari tendangan bebas Marc Klok.
Persija harus bermain dengan sepuluh orang sejak menit ke-52.
Kemenangan itu membawa Persib ke puncak klasemen.
Pelatih Persija mengakui timnya kalah kelas.
""",
}
