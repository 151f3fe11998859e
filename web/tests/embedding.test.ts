import { expect, test } from "vitest";
import { frameCode, MOST } from "../curves/embedding";

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
