import { expect, test } from "vitest";
import "../text/reporting";
import { append } from "../curves/history";
import { common, differing, facts, results } from "../panels/report/facts";
import { html } from "../panels/report/html";
import { table } from "../panels/report/paper";
import { type Report, report } from "../panels/report/report";
import { links } from "../panels/report/setups";
import { style } from "../panels/report/style";
import { readLink } from "../setup/link";
import { state } from "../state/store";
import { catalogue, run, subject } from "./world";

const paint = { hue: "blue", marker: "circle", group: "g" } as const;
const EMPTY = { title: "Empty", heads: [], rows: [] };

function about(more: Partial<Report> = {}): Report {
  return {
    language: "en", title: "Sums", made: "", summary: "", style: "", common: [], differing: EMPTY, results: EMPTY, charts: [], cards: [],
    changes: [], notes: [], inside: html``, answers: [], setups: [], scripts: [], ...more,
  }; // prettier-ignore
}

test("whatever a person wrote stays text", () => {
  const wrote = `<script>alert("1 & 2")</script><img src=x onerror='a()'>`;
  const named = { name: wrote, paint };
  const found = report(
    about({
      title: wrote, made: wrote, summary: wrote, common: [[wrote, wrote]], notes: [{ ...named, words: [wrote] }], scripts: [{ ...named, source: wrote }],
      results: { title: wrote, heads: [wrote], rows: [{ ...named, cells: [wrote] }] }, answers: [{ title: wrote, heads: [wrote], rows: [[wrote, wrote]] }],
      setups: [{ words: wrote, link: `"${wrote}` }], charts: [{ title: wrote, words: wrote, svg: "" }],
    }),
  ); // prettier-ignore
  expect(found).not.toMatch(/<script|<img/);
  expect(found).not.toMatch(/="[^"]*" onerror/);
  expect(found).toContain("&lt;script&gt;alert(&quot;1 &amp; 2&quot;)&lt;/script&gt;");
});

test("a report has nothing from elsewhere and no script, and says so to the browser", () => {
  const found = report(about({ style, setups: [{ words: "Open", link: "http://here/#sums/reader" }] }));
  expect(found).toContain("default-src 'none'");
  expect(found).not.toMatch(/<script|<link|@import|url\(|\ssrc=(?!"data:)/);
  expect(found).toContain('<a href="http://here/#sums/reader">');
});

test("colours follow light and dark, and canvases of the page are pictures", () => {
  for (const words of ["light-dark(", '.chart [fill="#0072b2"]{fill:var(--hue-blue)}', ".Heat_heat-canvas img"]) expect(style).toContain(words);
  expect(style).not.toMatch(/[\s,]canvas\b/);
});

test("what all runs have alike is said once, and what differs is a table", () => {
  state.catalogue.value = catalogue();
  state.spec.value = { task: { name: "sums", digits: 2 }, architecture: { name: "reader" }, training: {} };
  const runs = [subject("a", [3, 2, 1]), subject("b", [3, 2, 1], 1)];
  for (const one of runs) append(one.history as never, { type: "points", clock: "epoch", columns: { "validation/exact": [0.25] } });
  Object.assign(runs[0]!.run, { test: { exact: 0.5 }, epoch: 3 });
  runs[1]!.run.test = { exact: 0.7 };
  const found = facts(runs);
  expect(Object.fromEntries(common(found))).toMatchObject({ Task: "Sums", Architecture: "Reader", Digits: "2", Cell: "small" });
  expect(differing(runs, found)).toMatchObject({ heads: ["Seed"], rows: [{ cells: ["0"] }, { cells: ["1"] }] });
  const { heads, rows, words } = results(runs);
  expect(heads).toEqual(["State", "Exact answers, best", "Exact answers, test", "Parameters", "Multiply-adds an example", "Seconds of training"]);
  const [mean, first] = rows;
  expect(mean).toMatchObject({ name: "all (mean of 2)" });
  expect(mean?.cells[2]).toBe("60.0\u202f%\n50.0\u202f%\u00a0–\u00a070.0\u202f%\nepochs\u00a00\u00a0–\u00a03\nstep\u00a00\nseeds\u00a00,\u00a01");
  expect(first).toMatchObject({ name: "a", member: true });
  expect(first?.cells.slice(2)).toEqual(["50.0\u202f% @ 3", "100", "50", "2"]);
  expect(first?.cells[1]).toBe("25.0\u202f% @ 0\nstep 0");
  expect(words).toContain("Test: test examples, with the last weights.");
  expect(words).toContain("lowest to highest");
});

test("runs that are a race have one link, and others a link each that restores them", () => {
  const raced = [run("a"), run("b", { cell: "large" }), run("c", { seed: 1 }), run("d", { cell: "large", seed: 1 })];
  const [whole, ...more] = links(catalogue(), raced);
  expect(more).toEqual([]);
  expect(readLink(catalogue(), whole?.link ?? "")).toMatchObject({ vary: { "/architecture/cell": ["small", "large"], "/training/seed": [0, 1] }, unknown: [] });
  const each = links(catalogue(), [...raced.slice(0, 3), run("e", { rate: 0.01 })]);
  expect(each.map(({ link }) => readLink(catalogue(), link)?.spec)).toMatchObject([
    { architecture: { cell: "small" }, training: { seed: 0 } },
    { architecture: { cell: "large" }, training: { seed: 0 } },
    { architecture: { cell: "small" }, training: { seed: 1 } },
    { training: { learning_rate: 0.01 } },
  ]);
});

test("a race of architectures has one link, which carries what they have in common", () => {
  const world = catalogue();
  const reader = run("a");
  const dense = { ...run("b"), spec: { ...reader.spec, architecture: { name: "dense", sizes: [16] } } };
  const [whole, ...more] = links(world, [reader, dense]);
  expect(more).toEqual([]);
  expect(readLink(world, whole?.link ?? "")?.vary).toEqual({ "/architecture/name": ["reader", "dense"] });
  expect(links(world, [reader, { ...dense, spec: { ...dense.spec, architecture: { name: "dense", sizes: [8] } } }])).toHaveLength(1);
  expect(links(world, [reader, { ...dense, spec: { ...dense.spec, training: { seed: 0, learning_rate: 0.5 } } }])).toHaveLength(2);
});

test("a table with more columns than a sheet is wide goes on below, with the names of its rows", () => {
  const heads = Array.from({ length: 10 }, (_, place) => `head ${place}`);
  const row = { name: "GRU", paint: { hue: "green", marker: "circle", group: "" } as const, cells: heads };
  const made = html`${table({ title: "What differs", heads, rows: [row] }, 1)}`.source;
  expect(made.match(/<table>/g)).toHaveLength(2);
  expect(made.match(/<th scope="row">GRU/g)).toHaveLength(2);
  expect(made.match(/<th scope="col">/g)).toHaveLength(10);
});
