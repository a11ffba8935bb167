"""Names of people as a district really holds them: many cultures, accents, apostrophes, two family names, hyphens."""

import unicodedata
from functools import lru_cache
from random import Random

import msgspec


class Culture(msgspec.Struct, frozen=True):
    """A pool of names. `share` is how common it is; `race` the demographics flag that most of its people choose."""

    share: int
    race: str
    family: tuple[str, ...]
    feminine: tuple[str, ...]
    masculine: tuple[str, ...]
    hispanic: bool = False
    two_families: bool = False


def _culture(
    share: int, race: str, family: str, feminine: str, masculine: str, *, hispanic: bool = False, two: bool = False
) -> Culture:
    return Culture(share, race, _pool(family), _pool(feminine), _pool(masculine), hispanic, two)


def _pool(names: str) -> tuple[str, ...]:
    """Names in one string, apart by blanks; a blank within a name is written `_`."""
    return tuple(name.replace("_", " ") for name in names.split())


CULTURES = (
    _culture(
        30,
        "white",
        "Smith Johnson Miller Davis Wilson Anderson Taylor Moore Clark Lewis Walker Hall Young Allen Wright Hill Baker"
        " Nelson Carter Mitchell Roberts Turner Parker Collins Edwards Stewart Morris Rogers Cook Bell Murphy Bailey"
        " Cooper Richardson Cox Howard Ward Peterson Gray James Watson Brooks Kelly Sanders Price Bennett Wood Ross"
        " Henderson Coleman Jenkins Perry Powell Long Patterson Hughes Simmons Foster Bryant Alexander Russell Griffin"
        " O’Connor O'Brien O'Neill McDonald MacLeod Fitzgerald Smith-Jones Whitfield-Cole Van_Dyke St._Clair",
        "Emma Olivia Ava Charlotte Amelia Harper Evelyn Abigail Emily Ella Grace Chloe Lily Hannah Nora Zoe Hazel"
        " Aurora Savannah Audrey Brooklyn Claire Lucy Caroline Kennedy Madelyn Piper Ruby Eva Ivy Mary-Kate Anna-Lise",
        "Liam Noah Oliver James Elijah William Henry Lucas Benjamin Theodore Jack Levi Alexander Jackson Mason Daniel"
        " Owen Samuel Wyatt John Luke Caleb Isaac Lincoln Thomas Charles Hudson Jaxon Cooper Carson Ian Connor Miles",
    ),
    _culture(
        30,
        "white",
        "García Martínez Rodríguez López Hernández González Pérez Sánchez Ramírez Torres Flores Rivera Gómez Díaz Cruz"
        " Reyes Morales Ortiz Gutiérrez Chávez Ramos Ruiz Álvarez Mendoza Vásquez Castillo Jiménez Moreno Romero"
        " Herrera Medina Aguilar Vargas Castro Guzmán Fernández Salazar Soto Delgado Peña Ríos Núñez Ibáñez Márquez"
        " Cárdenas Zúñiga Orozco Valdez Espinoza De_la_Cruz De_León",
        "Sofía Valentina Camila Isabella Ximena Lucía Mariana Daniela Gabriela Natalia Elena Alejandra Paola Fernanda"
        " Andrea Renata Guadalupe Itzel Yaretzi Mía Julieta Ana_María Esmeralda Jazmín Inés Belén Araceli",
        "Santiago Mateo Sebastián Diego Leonardo Emiliano Ángel Gael Alejandro José Luis Carlos Javier Andrés Iker"
        " Maximiliano Jesús Adrián Joaquín Rubén Óscar Raúl Héctor José_Luis Tomás Iñaki César Martín",
        hispanic=True,
        two=True,
    ),
    _culture(
        12,
        "blackOrAfricanAmerican",
        "Washington Jefferson Booker Banks Joseph Gaines Dorsey Mosley Jackson Williams Brown Harris Robinson Franklin"
        " Okafor Adeyemi Mensah Diallo Nwosu Abebe Tesfaye Boateng Owusu Kamau Ndiaye Traoré Okonkwo Haile Asante",
        "Aaliyah Amara Imani Zuri Nia Ngozi Makayla Kiara Jada Simone Naomi Adaeze Aïssatou Selam Destiny Tiana"
        " Ebony Ayana D’Asia Chioma Fatou Zola Kamaria",
        "Malik Darius Isaiah Xavier Jalen Kwame Chidi Kofi DeShawn D’Angelo Tariq Marcus Andre Elijah Oluwaseun"
        " Emeka Dawit Terrence Jamal Sékou Kendrick Zaire Micah",
    ),
    _culture(
        8,
        "asian",
        "Nguyễn Trần Lê Phạm Hoàng Võ Đặng Bùi Đỗ Ngô Nguyen Tran Pham Vu",
        "Linh Thảo Mai Ngọc_Anh Hương Trang Phương Vy Thu_Hà Kim Tiên Bảo_Châu",
        "Minh Tuấn Hùng Khoa Đức Quang Bảo Long Huy Nam Gia_Huy Tiến Phúc",
    ),
    _culture(
        6,
        "asian",
        "Patel Sharma Singh Gupta Reddy Iyer Khan Kaur Nair Rao Desai Mehta Joshi Chowdhury Banerjee Krishnamurthy",
        "Priya Ananya Aadhya Diya Saanvi Meera Kavya Riya Anika Ishani Navya Leela Harpreet",
        "Arjun Aarav Rohan Vihaan Dev Ishaan Kabir Nikhil Rahul Krish Samir Ajay Gurpreet",
    ),
    _culture(
        5,
        "asian",
        "Chen Wang Li Zhang Liu Huang Lin Wu Kim Park Lee Choi Jung Tanaka Sato Yamamoto Nakamura Reyes-Santos"
        " Dela_Cruz Bautista Xiong Vang Yang",
        "Mei Grace Xinyi Jia Yuna Ji-woo Soo-ah Hana Sakura Emi Angelica Pa_Nhia Jasmine",
        "Wei Jun Hao Kevin Min-jun Ji-ho Kenji Haruto Daiki Ethan Ryan Toua Paolo",
    ),
    _culture(
        4,
        "white",
        "Haddad Al-Masri Khalil Nassar Mansour Abdullah El-Sayed Hosseini Rahimi Karimi Petrosyan Sarkisian Ben-David"
        " Yılmaz Demir Öztürk",
        "Leila Layla Yasmin Noor Fatima Zahra Maryam Salma Ani Shira Elif Zeynep Aya",
        "Omar Yusuf Ali Hassan Ibrahim Amir Karim Zaid Reza Aram Noam Emre Kaan",
    ),
    _culture(
        3,
        "white",
        "Kowalski Nowak Wiśniewski Pawłowski Łukaszewicz Petrov Ivanova Kovačević Horváth Müller Großmann Weiß Schröder"
        " Lindqvist Sørensen Bjørnsen Ødegård Dvořák D'Angelo Di_Marco Lefèvre Beauchêne Papadopoulos Șerban",
        "Zofia Ania Katarzyna Ingrid Astrid Freja Anaïs Élodie Chiara Mila Jelena Chloé Łucja Zoë Siân",
        "Łukasz Jan Björn Søren Jonas Matéo René Luca Miloš Nils Jürgen Étienne Gregor François",
    ),
    _culture(
        1,
        "nativeHawaiianOrOtherPacificIslander",
        "Kealoha Kahananui Faleolo Tuiasosopo Māhoe Taufa Sione Leavasa",
        "Leilani Kalea Mele Sina Noelani Moana",
        "Keoni Kai Ikaika Sione Tevita Mālosi",
    ),
    _culture(
        1,
        "americanIndianOrAlaskaNative",
        "Begay Yazzie Tsosie Benally Whitehorse Two_Bears Locklear Nez",
        "Shania Winona Aiyana Dena Kaya Talia",
        "Cody Tyler Dakota Chayton Elan Ashkii",
    ),
    _culture(1, "asian", "王 李 陳 张 刘", "欣怡 美玲 子涵 詩婷", "浩然 俊傑 宇轩 志明"),
    _culture(1, "asian", "김 이 박 최 정", "서연 지우 하은 수아", "민준 도윤 지호 현우"),
    _culture(1, "white", "الخطيب حداد منصور العلي", "ليلى نور مريم سلمى", "يوسف عمر كريم زيد"),
)

# fmt: off
_LATIN = {
    "王": "wang", "李": "li", "陳": "chen", "张": "zhang", "刘": "liu", "欣怡": "xinyi", "美玲": "meiling",
    "子涵": "zihan", "詩婷": "shiting", "浩然": "haoran", "俊傑": "junjie", "宇轩": "yuxuan", "志明": "zhiming",
    "김": "kim", "이": "lee", "박": "park", "최": "choi", "정": "jung", "서연": "seoyeon", "지우": "jiwoo",
    "하은": "haeun", "수아": "sooah", "민준": "minjun", "도윤": "doyun", "지호": "jiho", "현우": "hyunwoo",
    "الخطيب": "alkhatib", "حداد": "haddad", "منصور": "mansour", "العلي": "alali", "ليلى": "layla", "نور": "noor",
    "مريم": "maryam", "سلمى": "salma", "يوسف": "yusuf", "عمر": "omar", "كريم": "karim", "زيد": "zaid",
}
# fmt: on
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "æ": "ae"})
_SHARES = [culture.share for culture in CULTURES]


class Naming:
    """Draws names; the same generator in the same state draws the same ones."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def culture(self) -> Culture:
        """A culture, the common ones more often."""
        return self.random.choices(CULTURES, _SHARES)[0]

    def family(self, culture: Culture) -> str:
        """One family name."""
        return self.random.choice(culture.family)

    def given(self, culture: Culture, sex: str) -> str:
        """A given name; `sex` is `female` or `male`."""
        return self.random.choice(culture.feminine if sex == "female" else culture.masculine)


@lru_cache(maxsize=65_536)
def plain(name: str) -> str:
    """The name as it stands in an address: small Latin letters and digits only."""
    latin = _LATIN.get(name, name).translate(_LETTERS)
    letters = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode().lower()
    return "".join(letter for letter in letters if letter.isalnum())
