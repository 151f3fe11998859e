import { expect, test } from "vitest";
import { onlyHere } from "../browser/hosts";
import { readSight, USUAL, writeSight } from "../curves/sight";
import { explaining, readLaboratory, writeLaboratory } from "../setup/laboratory";
import { readLink, unknownTask, writeLink } from "../setup/link";
import { plainSpec, withValue } from "../setup/spec";
import { changedParts } from "../state/address";
import { catalogue } from "./world";

const world = catalogue();

test("a setup survives its link", () => {
  let spec = withValue(plainSpec(world, "sums", "reader"), "/architecture/cell", "large");
  spec = withValue(spec, "/training/learning_rate", 0.003);
  const vary = { "/architecture/cell": ["small", "large"], "/training/seed": [0, 1] };
  const link = writeLink(world, spec, vary);
  expect(link).toBe("#sums/reader&architecture.cell=large&training.learning_rate=0.003&race.architecture.cell=small~large&race.training.seed=0~1");
  expect(readLink(world, link)).toEqual({ spec, vary, hide: [], unknown: [] });
});

test("sizes are written in a row", () => {
  const spec = withValue(plainSpec(world, "pictures"), "/architecture/sizes", [8, 4]);
  const link = writeLink(world, spec, {});
  expect(link).toContain("architecture.sizes=8-4");
  expect(readLink(world, link)?.spec).toEqual(spec);
});

test("what a link says that is not known here is named, and the default stands in", () => {
  const setup = readLink(world, "#sums/reader&architecture.hidden=99999&architecture.wings=2&training.seed=3&race.architecture.cell=small~huge");
  expect(setup?.unknown).toEqual(["architecture.hidden=99999", "architecture.wings=2", "race.architecture.cell=small~huge"]);
  expect(setup?.spec.architecture.hidden).toBe(128);
  expect(setup?.spec.training.seed).toBe(3);
});

test("an empty number is no number", () => {
  expect(readLink(world, "#sums/reader&training.seed=")?.unknown).toEqual(["training.seed="]);
});

test("a link to a task that is not here is no setup at all, and a broken escape breaks nothing", () => {
  expect(readLink(world, "")).toBeNull();
  expect(readLink(world, "#nowhere/reader")).toBeNull();
  expect(readLink(world, "#sums/%E0%A4%A")?.unknown).toEqual(["%E0%A4%A"]);
});

test("how the charts are looked at goes into the link, and only what is not as usual", () => {
  expect(writeSight(USUAL)).toBe("");
  const sight = { axis: "seconds", logarithmic: true, smoothing: 10, band: "off" } as const;
  expect(writeSight(sight)).toBe("&x=seconds&y=log&smooth=10&band=off");
  const link = `#sums/reader&training.seed=3${writeSight(sight)}`;
  expect(readSight(link)).toEqual(sight);
  expect(readLink(world, link)?.unknown).toEqual([]);
});

test("a link that says nothing of the charts changes nothing about them, and what it cannot mean counts as left out", () => {
  expect(readSight("#sums/reader&training.seed=3")).toBeNull();
  expect(readSight("#sums/reader&x=moons&y=log&smooth=7&band=")).toEqual({ ...USUAL, logarithmic: true });
  expect(readSight("#sums/reader&smooth=1e9&band=constructor")).toEqual(USUAL);
});

test("what programs on its way make of a link is the same setup", () => {
  const written = "#sums/reader&architecture.cell=large&training.seed=3";
  const right = readLink(world, written);
  const arrived = [
    "#sums%2Freader&architecture.cell=large&training.seed=3",
    "#sums%2Freader%26architecture.cell%3Dlarge%26training.seed%3D3",
    "#Sums/Reader&architecture.cell=LARGE&Training.Seed=3",
    "#sums/reader&amp;architecture.cell=large&amp;training.seed=3",
    "#sums/reader&architecture.cell=large&training.seed=3.",
    "#sums/reader&architecture.cell=large&training.seed=3)\u201d",
    "#sums/reader&architecture.cell=large&%20training.seed=3",
  ];
  for (const link of arrived) expect(readLink(world, link), link).toEqual(right);
  expect(readLink(world, "#sums/reader.")?.spec).toEqual(plainSpec(world, "sums", "reader"));
});

test("a link to a task that is not here names it, and an empty one names none", () => {
  expect(unknownTask(world, "#tides/reader&training.seed=3")).toBe("tides");
  expect(unknownTask(world, "#sums/reader")).toBeNull();
  expect(unknownTask(world, "")).toBeNull();
  expect(unknownTask(world, "#lesson=first&step=2")).toBeNull();
});

test("an address that leads everybody to their own computer is known", () => {
  for (const host of ["localhost", "127.0.0.1", "127.1.2.3", "[::1]", "school.localhost"]) expect(onlyHere(host)).toBe(true);
  for (const host of ["school", "192.0.2.7", "localhost.example", "[2001:db8::1]"]) expect(onlyHere(host)).toBe(false);
});

test("a step of the history is of one control; how charts are looked at is none", () => {
  const link = "#sums/reader&training.seed=3";
  expect(changedParts(link, "#sums/reader&training.seed=4")).toBe("training.seed");
  expect(changedParts(link, "#sums/reader")).toBe("training.seed");
  expect(changedParts(link, "#pictures/dense&training.seed=3")).toBe("#");
  expect(changedParts(link, `${link}&x=seconds&y=log`)).toBe("");
});

test("a laboratory with its settings survives its link, beside a lesson too; what is not known is named", () => {
  const place = { name: "slopes", settings: { rate: 0.3, curve: "flat" } };
  const link = writeLaboratory(world, place);
  expect(link).toBe("#laboratory/slopes&rate=0.3");
  expect(readLaboratory(world, `${link}&lesson=first&step=2`)).toEqual({ place, unknown: [] });
  expect(readLaboratory(world, "#Laboratory/Slopes&Rate=7&wings=2")).toEqual({ place: { name: "slopes", settings: { rate: 0.1, curve: "flat" } }, unknown: ["Rate=7", "wings=2"] });
  expect(readLaboratory(world, "#laboratory/alchemy")).toEqual({ place: null, unknown: ["alchemy"] });
  expect(readLaboratory(world, link.replace("slopes", "hills"))).toEqual(readLaboratory(world, link));
  expect(readLaboratory(world, "#sums/reader&training.seed=3")).toBeNull();
});

test("a setting leads to the laboratory that names it, with the value that it has there", () => {
  const rate = { part: "training", field: "learning_rate" } as const;
  expect(explaining(world, rate, "", 0.25)).toEqual([{ name: "slopes", settings: { rate: 0.25, curve: "flat" } }]);
  expect(explaining(world, rate, "", 7)).toEqual([{ name: "slopes", settings: { rate: 0.1, curve: "flat" } }]);
  const cell = { part: "architecture", field: "cell" } as const;
  expect(explaining(world, cell, "reader", "large")).toEqual([{ name: "slopes", settings: { rate: 0.1, curve: "flat" } }]);
  expect(explaining(world, cell, "writer", "large")).toEqual([]);
  expect(explaining(null, cell, "reader", "large")).toEqual([]);
});
