import { expect, test } from "vitest";
import { framedView, frameCode, MOST, viewCode } from "../curves/embedding";

const framed = { runs: ["a1", "b2"], series: "exact", until: null, title: 'Whole "answers" · <b>' };

test("a frame that grows names its runs and its chart", () => {
  const code = frameCode(framed, "http://lab:8000/school/api/embed");
  expect(code).toContain('src="http://lab:8000/school/api/embed?run=a1&amp;run=b2&amp;series=exact"');
  expect(code).toContain('title="Whole &quot;answers&quot; · &lt;b&gt;"');
});

test("a frozen one says until when, and no frame has more runs than the server draws", () => {
  const runs = Array.from({ length: 20 }, (_, one) => `r${one}`);
  const code = frameCode({ ...framed, runs, until: 450 }, "/api/embed");
  expect(code).toContain("&amp;until=450");
  expect(code.match(/run=/g)).toHaveLength(MOST);
});

test("a view in a frame is read as it was written, four runs of it at most", () => {
  const view = { runs: ["a", "b", "c", "d", "e"], view: "attention", question: "47+38 & 9", part: "0 1", epoch: 7.5, title: "Attention", setup: "addition/attention" };
  const code = viewCode(view, "http://lab:8000/embed");
  const [, address = ""] = /src="([^"]*)"/.exec(code) ?? [];
  const { search, hash } = new URL(address.replaceAll("&amp;", "&"));
  expect(hash).toBe("#addition/attention");
  expect(framedView(search)).toEqual({ runs: ["a", "b", "c", "d"], view: "attention", question: "47+38 & 9", part: "0 1", epoch: 7.5 });
});

test("a view that is not frozen has no epoch, and nonsense is none", () => {
  const view = { runs: ["a"], view: "maps", question: "", part: "", epoch: null, title: "Maps", setup: "digits/convnet" };
  expect(viewCode(view, "/embed")).toContain('src="/embed?run=a&amp;view=maps#digits/convnet"');
  expect([framedView("?epoch=soon").epoch, framedView("?view=maps").epoch]).toEqual([null, null]);
});
