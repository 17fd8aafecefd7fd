"""The addresses of genres; which is chosen is a control (``/metamaster/genre``)."""

from collections.abc import Iterator

from bridge.desk import Desk
from bridge.osc.arguments import Given, text, whole
from bridge.osc.endpoint import Endpoint
from bridge.osc.routes import ROOT, Command, Property

GENRES = f"{ROOT}/genres"
_GENRE = f"{ROOT}/genre"


def genre_routes(desk: Desk) -> Iterator[Property | Command]:
    """What there is behind them."""
    genres, session = desk.genres, desk.session

    def current() -> tuple[str, ...]:
        return genres.names

    def choose(endpoint: Endpoint, given: Given) -> None:
        if given:
            genres.choose_number(whole(given[0], "genre"), endpoint.name)
        else:
            genres.choose_next(endpoint.name)
        endpoint.tell(_GENRE, (str(session.get("genre")),))

    def save(endpoint: Endpoint, given: Given) -> None:
        genres.save(text(given[0], "name"), endpoint.name)

    async def delete(endpoint: Endpoint, given: Given) -> None:
        name = text(given[0], "name")
        await genres.delete(name)
        endpoint.tell(f"{_GENRE}/deleted", (name,))

    yield Property(GENRES, "", "the names of all genres, sorted", current)
    about = "follows a genre by its place in the list; the next after the last is none"
    yield Command(f"{_GENRE}/choose", "a number from 0, or nothing for the next", about, choose, 0, 1)
    about = "a job that keeps the references as a genre, over one of that name"
    yield Command(f"{_GENRE}/save", "a name", about, save, 1, 1)
    yield Command(f"{_GENRE}/delete", "a name", "removes it; answers `/metamaster/genre/deleted`", delete, 1, 1)
