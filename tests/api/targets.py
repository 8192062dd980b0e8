"""What there is in each of the four places that a caller of the district Centro of Nampula tells apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lacre.model.place import Place

PIN, NEW_PIN, NEW_PASSWORD = "482913", "590274", "9 blue herons over the river"
FIRST_PIN = "815204"
"""What an administrator gives somebody to begin with."""
SECRET = 'a "bootstrap" \\secret'
REASON = "Asked for by the district's office."

HOME = Place("Nampula", "Centro")
NORTH = Place("Nampula", "Norte")
FAR = Place("Zambezia", "Quelimane")
FAR_TOO = Place("Zambezia", "Mocuba")

MOVES_TO = {HOME: NORTH, NORTH: HOME, FAR: FAR_TOO}
"""Where an entity of each place is moved to: another district of its province."""


@dataclass(frozen=True)
class Target:
    """A set of entities of one place. `ids` are by the path parameter's name, `tags` are ETags by id.

    `secrets` holds what a request about these may have to present.
    """

    place: Place
    ids: Mapping[str, str]
    tags: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.ids[name]
