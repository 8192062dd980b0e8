"""The provinces of Mozambique with some of their districts, and how many of the people live in each."""

import random

_PROVINCES: dict[str, tuple[int, str]] = {
    "Nampula": (200, "Nampula Nacala Angoche Ribáuè Monapo Moma Meconta Mogovolas Malema Mossuril"),
    "Zambézia": (180, "Quelimane Mocuba Gurúè Milange Alto-Molócuè Maganja-da-Costa Morrumbala Pebane"),
    "Tete": (95, "Tete Moatize Angónia Changara Cahora-Bassa Mutarara Tsangano"),
    "Cabo Delgado": (80, "Pemba Montepuez Chiúre Mueda Palma Mocímboa-da-Praia Balama"),
    "Sofala": (80, "Beira Dondo Nhamatanda Búzi Gorongosa Caia Marromeu"),
    "Manica": (70, "Chimoio Manica Gondola Sussundenga Bárue Mossurize"),
    "Maputo": (90, "Matola Boane Manhiça Marracuene Magude Moamba Namaacha"),
    "Maputo Cidade": (85, "KaMpfumo Nlhamankulu KaMaxakeni KaMavota KaMubukwana KaTembe"),
    "Niassa": (45, "Lichinga Cuamba Mandimba Marrupa Mecanhelas Sanga"),
    "Gaza": (40, "Xai-Xai Chókwè Chibuto Bilene Manjacaze Massingir"),
    "Inhambane": (35, "Inhambane Maxixe Massinga Vilankulo Zavala Panda"),
}
PROVINCES = tuple(_PROVINCES)


def districts(province: str) -> list[str]:
    """The one with the most people first."""
    return [one.replace("-", " ") if one != "Xai-Xai" else one for one in _PROVINCES[province][1].split()]


def any_place(chance: random.Random) -> tuple[str, str]:
    """Province and district; the first districts of a province are the busy ones."""
    (province,) = chance.choices(PROVINCES, [people for people, _ in _PROVINCES.values()])
    found = districts(province)
    (district,) = chance.choices(found, [1 / (rank + 1) for rank in range(len(found))])
    return province, district
