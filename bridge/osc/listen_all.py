"""Listening to everything at once, for those who show the whole."""

from collections.abc import Iterator

from bridge.errors import WrongType
from bridge.osc.arguments import Given
from bridge.osc.control_routes import NORM, PLAIN, TEXT, address_of, forms_of
from bridge.osc.endpoint import Endpoint
from bridge.osc.feedback import Feedback
from bridge.osc.routes import ROOT, Command, Routes
from bridge.session.controls import CONTROLS

_FORMS = {"plain": PLAIN, "norm": NORM, "str": TEXT}


def listen_all(routes: Routes, feedback: Feedback) -> Iterator[Command]:
    """The two addresses for that."""

    def topics(given: Given) -> Iterator[str]:
        form = _FORMS.get(given[0]) if given and isinstance(given[0], str) else PLAIN
        if form is None:
            raise WrongType(f"Values are told as {', '.join(_FORMS)}: choose one of these.")
        controls = {address_of(one, each) for one in CONTROLS.values() for each in forms_of(one)}
        yield from (address_of(one, form) for one in CONTROLS.values() if form in forms_of(one))
        yield from (address for address in routes.properties if address not in controls)

    def start(endpoint: Endpoint, given: Given) -> None:
        addresses = list(topics(given))
        listener = endpoint.at(given[1]) if len(given) > 1 else endpoint
        for address in addresses:
            feedback.listen(listener, address)
            current = routes.properties[address].current()
            if current is not None:
                listener.tell(address, current)

    def stop(endpoint: Endpoint, given: Given) -> None:
        feedback.forget(endpoint.at(given[0]) if given else endpoint)

    takes = "plain (default), norm or str, and the port to send to"
    yield Command(f"{ROOT}/start_listen", takes, "listens to every control and all else but the meters", start, 0, 2)
    yield Command(f"{ROOT}/stop_listen", "nothing, or the port sent to", "listens to nothing any more", stop, 0, 1)
