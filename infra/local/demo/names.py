"""Names: of real places, and of people who are plainly made up."""

PROVINCE = "Zambezia"
DISTRICTS = (
    *("Quelimane", "Mocuba", "Gurue", "Milange", "Nicoadala"),
    *("Pebane", "Alto Molocue", "Namacurra", "Morrumbala", "Maganja da Costa"),
)
FIRST_NAMES = (
    *("Amélia", "Bento", "Celeste", "Domingos", "Elisa", "Fausto", "Graça", "Horácio", "Isaura", "Jacinto"),
    *("Lurdes", "Manuel", "Natércia", "Osvaldo", "Palmira", "Quitéria", "Rogério", "Salomé", "Tomé", "Virgínia"),
)
SURNAMES = (
    *("Caju", "Palmeira", "Coral", "Mangal", "Tamarindo", "Papaia", "Garça", "Embondeiro", "Canoa", "Maré"),
    *("Areia", "Lagosta", "Pescada", "Jangada", "Sisal", "Baobá", "Monção", "Capulana", "Batuque"),
)
MARKETS = ("Central", "do Cais", "da Estação", "Novo", "do Bazar", "da Ponte", "das Mangas", "do Peixe")
GOODS = ("rice", "dried fish", "cloth", "airtime", "cassava flour", "a lamp", "soap", "bus fare")


def person(number: int) -> str:
    """The name of somebody; neighbouring numbers have different ones."""
    return f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {SURNAMES[number * 7 % len(SURNAMES)]}"
