"""The OSC service: the session's addresses, over UDP and TCP."""

from dataclasses import dataclass, field

from bridge.desk import Desk
from bridge.errors import UnknownAddress, code_of
from bridge.osc.allowed import Allowed
from bridge.osc.codec import Message
from bridge.osc.control_routes import control_routes
from bridge.osc.dispatcher import Dispatcher
from bridge.osc.echo import ERROR, Echo
from bridge.osc.endpoint import Endpoint
from bridge.osc.errands import Errands
from bridge.osc.feedback import Feedback
from bridge.osc.genre_routes import genre_routes
from bridge.osc.job_routes import job_routes
from bridge.osc.listen_all import listen_all
from bridge.osc.live_routes import live_routes
from bridge.osc.matching import AddressTree, is_pattern
from bridge.osc.meter_feed import MeterFeed
from bridge.osc.midi_routes import midi_routes
from bridge.osc.packets import Due, unpack
from bridge.osc.ping import MOST_WAITING, ping_route
from bridge.osc.routes import ROOT, Property, Routes
from bridge.osc.schedule import Schedule
from bridge.osc.session_routes import session_routes
from bridge.osc.tcp import TcpDoor
from bridge.osc.transport_routes import automation_routes, transport_routes
from bridge.osc.udp import UdpDoor
from bridge.session.job import Job
from metamaster.errors import MetamasterError


@dataclass(frozen=True)
class OscOptions:
    """Where to listen; port 0 is any free one, and ``allowed`` who may talk."""

    host: str = "127.0.0.1"
    udp_port: int = 7770
    tcp_port: int = 7770
    allowed: Allowed = field(default_factory=Allowed)


class OscService:
    """A subscriber of the session with two doors."""

    def __init__(self, desk: Desk, options: OscOptions) -> None:
        self._desk, self._options = desk, options
        self.feedback = Feedback()
        self.routes = Routes(self.feedback)
        self._meters = MeterFeed(desk.session)
        self._tree = AddressTree()
        self._schedule = Schedule()
        self._askers: dict[int, Endpoint] = {}
        self._served: Endpoint | None = None
        self._errands, self._pings = Errands(self.refuse), Errands(self.refuse, MOST_WAITING)
        self.dispatcher = Dispatcher(self.receive)
        self.udp = UdpDoor(self.dispatcher, options.allowed, self._in_use, self.forget)
        self.tcp = TcpDoor(self.dispatcher, options.allowed, self.refuse, self.forget)
        self._add_routes()
        self._unsubscribe = desk.session.bus.subscribe(Echo(self.routes, self.feedback, self._asker))

    async def start(self) -> None:
        """Opens both doors; raises PortTaken or BadOption."""
        self.udp.open(self._options.host, self._options.udp_port)
        await self.tcp.open(self._options.host, self._options.tcp_port)

    async def stop(self) -> None:
        """Closes them."""
        self._unsubscribe()
        self.udp.close()
        self.tcp.close()
        self._schedule.clear()
        self._meters.close()
        self._errands.cancel()
        self._pings.cancel()

    def receive(self, endpoint: Endpoint, packet: bytes) -> None:
        """Does what a packet says, or at its time."""
        try:
            for due in unpack(packet):
                self._plan(endpoint, due)
        except MetamasterError as error:
            self.refuse(endpoint, "", error)

    def refuse(self, endpoint: Endpoint, address: str, error: MetamasterError) -> None:
        """Tells a client, and those who listen to errors, what was refused and why."""
        told = (address[:200], code_of(error), str(error))
        endpoint.tell(ERROR, told)
        self.feedback.say_of(ERROR, ERROR, told, endpoint, told)

    def forget(self, endpoint: Endpoint) -> None:
        """A client has gone."""
        self.feedback.forget(endpoint)
        self._meters.forget(endpoint)
        self._askers = {number: asker for number, asker in self._askers.items() if asker is not endpoint}
        self._desk.session.end_all(endpoint.name)

    def _add_routes(self) -> None:
        for entry in (
            *control_routes(self._desk.session),
            *session_routes(self._desk),
            *genre_routes(self._desk),
            *job_routes(self._desk),
            *transport_routes(self._desk),
            *automation_routes(self._desk),
            *midi_routes(self._desk),
            *live_routes(self._desk),
            *self._meters.routes(),
            ping_route(self._errands, self._pings),
            Property(
                f"{ROOT}/traffic",
                "",
                "packets handled, and packets dropped since their sender was too fast",
                self._traffic,
            ),
            Property(ERROR, "", "listen here for everything refused: address, code, sentence", lambda: None),
        ):
            self.routes.add(entry)
        for command in listen_all(self.routes, self.feedback):
            self.routes.add(command)
        for address in self.routes.handlers:
            self._tree.add(address)

    def _plan(self, endpoint: Endpoint, due: Due) -> None:
        if due.at_s is None or due.at_s <= self._schedule.now():
            self._do_all(endpoint, due.messages)
        else:
            self._schedule.add(due.at_s, endpoint.name, lambda: self._do_all(endpoint, due.messages))

    def _do_all(self, endpoint: Endpoint, messages: tuple[Message, ...]) -> None:
        if len(messages) == 1:
            self._do(endpoint, messages[0])
            return
        with self._desk.session.together():
            for message in messages:
                self._do(endpoint, message)

    def _do(self, endpoint: Endpoint, message: Message) -> None:
        address, given = message
        self._served = endpoint
        try:
            handler = self.routes.handlers.get(address)
            if handler is None:
                self._do_matching(endpoint, message)
                return
            errand = handler(endpoint, given)
            if errand is not None:
                self._errands.run(endpoint, address, errand)
        except MetamasterError as error:
            self.refuse(endpoint, address, error)

    def _do_matching(self, endpoint: Endpoint, message: Message) -> None:
        address, given = message
        found = self._tree.matching(address) if is_pattern(address) else []
        if not found:
            raise UnknownAddress(f"There is no address {address[:200]}: {self._tree.hint(address)}")
        with self._desk.session.together():
            for one in found:
                self._do(endpoint, Message(one, given))

    def _asker(self, job: Job) -> Endpoint | None:
        """The client that a job was started by, if it can still be told of it."""
        served = self._served
        if job.state == "queued" and served is not None and served.name == job.source:
            self._askers[job.number] = served
        return self._askers.pop(job.number, None) if job.ended else self._askers.get(job.number)

    def _traffic(self) -> tuple[int, int]:
        # As 31 bits, which is what an integer has in OSC.
        return self.dispatcher.handled & 0x7FFFFFFF, self.dispatcher.dropped & 0x7FFFFFFF

    def _in_use(self, endpoint: Endpoint) -> bool:
        return self.feedback.is_listening(endpoint) or self._meters.is_listening(endpoint)
