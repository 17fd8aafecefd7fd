"""The pages of OSCQuery: the tree as JSON at every path, and the WebSocket at the root."""

import json
from typing import Any

from aiohttp import hdrs, web

from bridge.http.outbox import Outbox
from bridge.http.sockets import Sockets
from bridge.osc.service import OscService
from bridge.oscquery.announcement import Announcement
from bridge.oscquery.conversation import Conversation
from bridge.oscquery.host_info import ATTRIBUTES, host_info
from bridge.oscquery.tree import Tree


class OscQuery:
    """A part of the site (``bridge.http.site.Part``)."""

    def __init__(self, osc: OscService, host: str, http_port: int, announcement: Announcement | None) -> None:
        self._osc, self._host, self._http_port = osc, host, http_port
        self._announcement = announcement
        self._tree = Tree(osc.routes)
        self.sockets = Sockets("oscquery", self._answer)

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Takes every path that no other part has."""
        router.add_get("/{path:.*}", self._page)

    async def open(self) -> None:
        """Announces itself on the network, if it is to."""
        if self._announcement is not None:
            self._announcement.start()

    async def close(self) -> None:
        """Takes that back, and ends all conversations."""
        if self._announcement is not None:
            await self._announcement.stop()
        await self.sockets.close()

    async def _page(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get(hdrs.UPGRADE, "").lower() == "websocket":
            return await self.sockets.serve(request)
        if request.path == "/" and not request.query_string and _is_browser(request):
            raise web.HTTPFound("/panel/")
        path = request.path.rstrip("/") or "/"
        if "HOST_INFO" in request.query:
            return _json(host_info(self._host, self._osc.udp.port, self._http_port))
        if path not in self._tree:
            return web.Response(status=404, text=f"There is no address {path[:200]}.\n")
        if not request.query_string:
            return _json(self._tree.node(path))
        return self._attribute(path, request.query_string)

    def _attribute(self, path: str, wanted: str) -> web.Response:
        if wanted not in ATTRIBUTES:
            return web.Response(status=400, text=f"Ask for one of {', '.join(ATTRIBUTES)} or HOST_INFO.\n")
        node = self._tree.node(path) if wanted == "CONTENTS" else self._tree.attributes(path)
        if wanted not in node:
            return web.Response(status=204)
        return _json({wanted: node[wanted]})

    def _answer(self, name: str, outbox: Outbox) -> Conversation:
        return Conversation(self._osc, name, outbox)


def _is_browser(request: web.Request) -> bool:
    """Whether it is a person who asks: browsers prefer HTML, and OSCQuery's clients do not ask for it."""
    return "text/html" in request.headers.get(hdrs.ACCEPT, "")


def _json(answer: dict[str, Any]) -> web.Response:
    return web.Response(body=json.dumps(answer, allow_nan=False).encode(), content_type="application/json")
