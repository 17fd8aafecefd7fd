"""The pages of the panel: its files, its WebSocket, and the audio that it plays."""

from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from bridge.desk import Desk
from bridge.http.outbox import Outbox
from bridge.http.sockets import Sockets
from bridge.web.conversation import Conversation
from bridge.web.studies import Studies
from metamaster.errors import MetamasterError
from metamaster.report.palette import as_chosen

STATIC = Path(__file__).parent / "static"
_KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Panel:
    """A part of the site (``bridge.http.site.Part``)."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._studies = Studies(desk.session)
        self._unsubscribe: Callable[[], None] = lambda: None
        self._files = {path.name: path.read_bytes() for path in STATIC.iterdir() if path.suffix in _KINDS}
        self._files["palette.css"] = as_chosen().encode()
        self.sockets = Sockets("panel", self._answer)

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Takes what lies under ``/panel``."""
        router.add_get("/panel", _with_slash)
        router.add_get("/panel/", self._file)
        router.add_get("/panel/live", self.sockets.serve)
        router.add_get("/panel/audio/{which}", self._audio)
        router.add_get("/panel/{name}", self._file)

    async def open(self) -> None:
        """Begins to remember what jobs find."""
        self._unsubscribe = self._desk.session.bus.subscribe(self._studies.hear)

    async def close(self) -> None:
        """Ends all conversations."""
        self._unsubscribe()
        await self.sockets.close()

    def _answer(self, name: str, outbox: Outbox) -> Conversation:
        return Conversation(self._desk, self._studies, name, outbox)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info.get("name", "index.html")
        body = self._files.get(name)
        if body is None:
            return web.Response(status=404, text="There is no such page.\n")
        return web.Response(body=body, content_type=_KINDS[Path(name).suffix], charset="utf-8")

    async def _audio(self, request: web.Request) -> web.StreamResponse:
        """A file of the session, and no other: the mix, a master from A or B, or a reference by its number."""
        try:
            path = self._desk.roots.existing(self._path_of(request.match_info["which"]))
        except MetamasterError:
            return web.Response(status=404, text="There is no such audio.\n")
        return web.FileResponse(path)

    def _path_of(self, which: str) -> str:
        session = self._desk.session
        paths: dict[str, str] = {"mix": session.mix}
        paths |= dict(self._studies.masters.items())
        paths |= {str(index): one.path for index, one in enumerate(session.references)}
        return paths.get(which, "")


async def _with_slash(request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/panel/")
