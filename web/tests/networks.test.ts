import { expect, test } from "vitest";
import { yielding } from "../setup/equal";
import { readLink, writeLink } from "../setup/link";
import { canJoin, differences, joined, left, networks } from "../setup/networks";
import { called, laidOut } from "../setup/race";
import { ARCHITECTURE, combinations, type Network, NETWORKS, plainSpec, trimmedVary, type Vary, withValue } from "../setup/spec";
import { variants } from "../setup/variants";
import { links } from "../panels/report/setups";
import { catalogue, run } from "./world";

const world = catalogue();
const spec = plainSpec(world, "sums", "reader");
const small: Network = { ...spec.architecture, hidden: 8 };
const large: Network = { ...spec.architecture, hidden: 64, gated: true };
const dense: Network = { name: "dense", sizes: [42] };

test("networks join a race once each, take its seeds over, and leave it", () => {
  let vary: Vary = { "/training/seed": [0, 1], "/architecture/cell": ["small", "large"] };
  for (const network of [small, dense]) {
    expect(canJoin(vary, network)).toBe(true);
    vary = joined(vary, network);
  }
  expect(vary).toEqual({ "/training/seed": [0, 1], [NETWORKS]: [small, dense] });
  expect(canJoin(vary, { ...dense })).toBe(false);
  expect(combinations(vary)).toBe(4);
  expect(left(left(vary, 0), 0)).toEqual({ "/training/seed": [0, 1] });
});

test("they are trained as they are, and called by what differs among them as on the server", () => {
  const vary = { [NETWORKS]: [small, large, dense] };
  expect(called(world, spec, vary)).toEqual({ "/architecture": [small, large, dense] });
  expect(laidOut(world, spec, vary).map((one) => one.spec.architecture)).toEqual([small, large, dense]);
  expect(differences([small, large, dense])).toEqual([
    { [ARCHITECTURE]: "reader", "/architecture/hidden": 8, "/architecture/gated": false },
    { [ARCHITECTURE]: "reader", "/architecture/hidden": 64, "/architecture/gated": true },
    { [ARCHITECTURE]: "dense" },
  ]);
  expect(differences([small, { ...small, hidden: 9 }])).toEqual([{ "/architecture/hidden": 8 }, { "/architecture/hidden": 9 }]);
  const rates = { ...vary, "/training/learning_rate": [0.1, 0.01] };
  expect(laidOut(world, spec, rates).map((one) => [one.spec.architecture.name, one.spec.training.learning_rate])).toContainEqual(["dense", 0.01]);
  expect(new Set(variants(rates).map(({ key }) => key)).size).toBe(6);
});

test("a link has each with what is not as usual, and one that is alone waits in it", () => {
  const vary = { [NETWORKS]: [{ ...small, cell: "large" }, dense] };
  const link = writeLink(world, spec, vary);
  expect(link).toBe("#sums/reader&race.architecture=reader,cell=large,hidden=8~dense,sizes=42");
  expect(readLink(world, link)).toEqual({ spec, vary, hide: [], unknown: [] });
  expect(networks(readLink(world, writeLink(world, spec, { [NETWORKS]: [dense] }))?.vary ?? {})).toEqual([dense]);
  for (const wrong of ["nobody", "reader,wings=2", "reader,hidden=9999"])
    expect(readLink(world, `#sums/reader&race.architecture=dense~${wrong}`)).toMatchObject({ vary: {}, unknown: [`race.architecture=dense~${wrong}`] });
});

test("what a preset or a lesson leaves out is as usual, and a task that one does not fit has no such race", () => {
  const vary = { [NETWORKS]: [{ name: "reader", hidden: 8 }, { name: "dense" }] };
  expect(trimmedVary(world, spec, vary)).toEqual({ [NETWORKS]: [small, { name: "dense", sizes: [16] }] });
  expect(trimmedVary(world, plainSpec(world, "pictures"), vary)).toEqual({});
});

test("networks are made equally large by what each of them can give", () => {
  const able = catalogue();
  const properties = (able.architectures[0]?.settings as { properties: Record<string, object> }).properties;
  properties.hidden = { ...properties.hidden, role: "capacity" };
  expect(yielding(able, spec, { [NETWORKS]: [small, dense] }).map(({ pointer }) => pointer)).toEqual(["/architecture/hidden"]);
  expect(yielding(able, spec, { [NETWORKS]: [dense, { ...dense, sizes: [1] }] })).toEqual([]);
  expect(yielding(able, spec, { "/architecture/cell": ["small", "large"] })).toHaveLength(1);
  expect(yielding(able, spec, { "/architecture/hidden": [1, 2] })).toEqual([]);
  expect(yielding(able, spec, { "/training/learning_rate": [1, 2] })).toEqual([]);
});

test("a report has one link for runs that are alike but for their networks", () => {
  const runs = [small, large, dense].map((architecture, place) => ({ ...run(String(place)), spec: { ...run("a").spec, architecture } }));
  const found = links(world, runs);
  expect(found).toHaveLength(1);
  expect(readLink(world, found[0]?.link ?? "")?.vary).toEqual({ [NETWORKS]: [small, large, dense] });
  const slower = { ...runs[0], spec: withValue({ ...spec, architecture: large }, "/training/learning_rate", 0.5) } as (typeof runs)[number];
  expect(links(world, [...runs, slower])).toHaveLength(4);
});
