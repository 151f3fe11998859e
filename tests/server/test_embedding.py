"""A read-only chart on pages of others: who may frame it, live and frozen, and refusals that name the field."""

import re
from pathlib import Path

import pytest

from server.settings import embeddable
from tests.server.fakes import FakeExecutor
from tests.server.world import served


async def test_a_chart_is_framed_by_those_who_may_and_grows_unless_it_is_frozen(
    tmp_path: Path, executor: FakeExecutor
) -> None:
    async with served(tmp_path / "data", executor, embed_in=("https://school.example",)) as world:
        (run,) = await world.make()
        worker = await executor.worker(run)
        worker.run()
        for step, exact in ((1, 0.1), (5, 0.4), (9, 0.9)):
            worker.measure(step, exact)
        await world.state(run, "running")
        live = await world.http.get("/api/embed", params={"run": run, "series": "exact"})
        while live.status_code == 422 or len(re.findall("[ML]", live.text.split('fill="none"')[1].split("/>")[0])) < 3:
            live = await world.http.get("/api/embed", params={"run": run, "series": "exact"})
        policy = live.headers["content-security-policy"]
        assert "frame-ancestors 'self' https://school.example" in policy
        assert "script" not in policy + live.text
        assert '<meta http-equiv="refresh"' in live.text
        assert ">exact</h1>" in live.text
        frozen = await world.http.get("/api/embed", params={"run": run, "series": "exact", "until": 5})
        curve = frozen.text.split('fill="none"')[1].split("/>")[0]
        assert len(re.findall("[ML][0-9]", curve)) == 2
        assert "refresh" not in frozen.text
        worker.end()
        await world.state(run)
        assert "refresh" not in (await world.http.get("/api/embed", params={"run": run})).text
        told = (await world.http.get("/api/oembed", params={"url": str(live.url), "maxwidth": 300})).json()
        assert (told["version"], told["type"], told["width"]) == ("1.0", "rich", 300)
        assert f'src="{str(live.url).replace("&", "&amp;")}"' in told["html"]
        view = await world.http.get("/embed", params={"run": run, "view": "attention"})
        assert "frame-ancestors 'self' https://school.example" in view.headers["content-security-policy"]
        assert "script-src 'self';" in view.headers["content-security-policy"]
        assert f"/api/oembed?url=http%3A%2F%2F127.0.0.1%3A{world.port}%2Fembed%3Frun%3D{run}" in view.text
        told = (await world.http.get("/api/oembed", params={"url": f"{view.url}#addition/attention"})).json()
        assert f'/embed?run={run}&amp;view=attention#addition/attention"' in told["html"]
        page = await world.http.get("/")
        assert "oembed" not in page.text
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


async def test_what_cannot_be_embedded_is_refused_with_its_field(tmp_path: Path, executor: FakeExecutor) -> None:
    async with served(tmp_path / "data", executor) as world:
        (run,) = await world.make()
        own = f"http://127.0.0.1:{world.port}/api/embed?run={run}"
        wrong: list[tuple[str, dict[str, str | int], int, str | None]] = [
            ("/api/embed", {"run": run, "series": "<b>"}, 422, "series"),
            ("/api/embed", {"run": run, "until": -1}, 422, "until"),
            ("/api/embed", {}, 422, "run"),
            ("/api/embed", {"run": "nobody"}, 404, None),
            ("/api/oembed", {"url": "https://elsewhere.example/api/embed?run=1"}, 422, "url"),
            ("/api/oembed", {"url": own, "format": "xml"}, 422, "format"),
            ("/api/oembed", {"url": own, "maxwidth": 3}, 422, "maxwidth"),
        ]
        for path, params, status, field in wrong:
            refused = await world.http.get(path, params=params)
            assert (refused.status_code, refused.json().get("field") if field else None) == (status, field), params


@pytest.mark.parametrize("host", ["https://a.example; script-src *", "a b", "javascript:", ""])
def test_what_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(ValueError, match="is no address"):
        embeddable((host,))
