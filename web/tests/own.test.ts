import { expect, test } from "vitest";
import "../text/data";
import { keepFor, kindOf, type Picker, pickerFor, waitingFor } from "../panels/form/data/pickers";
import { crc, zip } from "../panels/form/data/zip";
import { blank, decode, encode, stroke } from "../parts/ink";
import { controls, allows } from "../setup/controls";
import { readLink, writeLink } from "../setup/link";
import { comesFirst } from "../setup/sections";
import { allControls, plainSpec, withValue } from "../setup/spec";
import { variable } from "../setup/vary";
import { added, fileName, folder, missing, MOST, named, withClass, without, withoutClass } from "../state/drawings";
import { receiveUploads, typed } from "../state/uploads";
import { dataName } from "../text/uploaded";
import { catalogue } from "./world";

const field = { type: "string", format: "data", form: "pictures", default: "", maxLength: 64, title: "Pictures" };
const hash = "0123456789abcdef".repeat(4);

test("a setting of the format data is a picker, that takes a hash or nothing and cannot be raced", () => {
  const [control] = controls({ properties: { data: field } }, "task");
  if (control === undefined) throw new Error("no control");
  expect(control).toMatchObject({ shape: "data", form: "pictures", initial: "" });
  expect(["", hash].every((value) => allows(control, value))).toBe(true);
  for (const value of ["../etc", hash.toUpperCase(), hash.slice(1), 7, null]) expect(allows(control, value)).toBe(false);
  expect(variable([control])).toEqual([]);
});

test("a link carries the hash, whether or not the file is here", () => {
  const world = catalogue();
  const task = world.tasks[0];
  if (task) task.settings = { properties: { data: field } };
  const spec = withValue(plainSpec(world, "sums"), "/task/data", hash);
  expect(allControls(world, spec)[0]?.shape).toBe("data");
  const link = writeLink(world, spec, {});
  expect(link).toContain(`task.data=${hash}`);
  expect(readLink(world, link)).toMatchObject({ spec, unknown: [] });
  expect(readLink(world, "#sums/reader&task.data=elsewhere")?.unknown).toEqual(["task.data=elsewhere"]);
});

test("data are called by their title where it is known, and never by the whole hash", () => {
  expect([dataName(""), dataName(hash)]).toEqual(["Example", "01234567"]);
  const own = { data: hash, form: "pictures" as const, title: "leaves", name: "leaves.zip", bytes: 9, added: "", classes: {}, columns: [], rows: 0, tables: [], left_out: [], left_out_more: 0, faint: 0, thumbnails: 0, characters: 0, beginning: "", network: "", learnt: "", parameters: 0, damaged: null };
  receiveUploads({ limit: 9, data: [own] });
  expect(dataName(hash)).toBe("leaves");
});

test("what a file is goes by its ending, whatever the machine calls it", () => {
  const types = ["a.ZIP", "b.csv", "c.tsv", "d.txt", "e"].map((name) => typed(new Blob(["x"], { type: "application/vnd.ms-excel" }), name).type);
  expect(types).toEqual(["application/zip", "text/csv", "text/tab-separated-values", "text/csv", "application/octet-stream"]);
});

test("a dropped file goes to the picker that it fell on, else to the one of its kind", () => {
  expect(["a.ZIP", "b.7z", "IMG.heic", "c.csv", "d.xlsx", "w.safetensors", "l.md", "e.exe", "f"].map(kindOf)).toEqual([
    "pictures", "pictures", "pictures", "table", "table", "weights", "lesson", "", "",
  ]);
  const picker = (form: string): Picker => ({ form, element: {} as Element, take: () => undefined });
  const [pictures, table] = [picker("pictures"), picker("table")];
  const nowhere = () => false;
  expect(pickerFor([pictures, table], "table", nowhere)).toBe(table);
  expect(pickerFor([pictures, table], "table", (one) => one === pictures)).toBe(pictures);
  expect(pickerFor([pictures], "", nowhere)).toBe(pictures);
  expect(pickerFor([pictures], "table", nowhere)).toBe(undefined);
  expect(pickerFor([], "pictures", nowhere)).toBe(undefined);
});

test("a file that waits for another task's picker is taken once, by that one", () => {
  const file = { name: "a.csv" } as File;
  keepFor("table", file);
  expect([waitingFor("pictures"), waitingFor("table"), waitingFor("table")]).toEqual([null, file, null]);
});

test("data come first on the form, and what belongs to them stays in its section", () => {
  const [data, other] = controls({ properties: { data: field, side: { type: "integer", default: 28, minimum: 16, maximum: 64 } } }, "task");
  if (!data || !other) throw new Error("no controls");
  expect([comesFirst(data), comesFirst(other)]).toEqual([true, false]);
});

test("a checksum is that of the standard", () => {
  expect(crc(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
});

test("a ZIP has each file with its name, length and checksum, and ends with a list of them", () => {
  const bytes = Uint8Array.from([1, 2, 3]);
  const packed = zip([{ name: "é/1.png", bytes }, { name: "b/1.png", bytes }]);
  const view = new DataView(packed.buffer);
  expect([view.getUint32(0, true), view.getUint32(14, true), view.getUint32(18, true), view.getUint16(26, true)]).toEqual([0x04034b50, crc(bytes), 3, 8]);
  const end = packed.length - 22;
  expect([view.getUint32(end, true), view.getUint16(end + 10, true)]).toEqual([0x06054b50, 2]);
  const list = view.getUint32(end + 16, true);
  expect([view.getUint32(list, true), list + view.getUint32(end + 12, true)]).toEqual([0x02014b50, end]);
  expect(zip([{ name: "é/1.png", bytes }, { name: "b/1.png", bytes }])).toEqual(packed);
});

test("drawings are added, removed and named, in two to six classes", () => {
  const two = [{ name: "a", drawings: [] }, { name: "b", drawings: [] }];
  const drawn = added(added(two, 1, "x"), 1, "y");
  expect(drawn.map(({ drawings }) => drawings)).toEqual([[], ["x", "y"]]);
  expect(without(drawn, 1, 0)[1]?.drawings).toEqual(["y"]);
  expect(named(drawn, 0, "circle")[0]?.name).toBe("circle");
  expect(withoutClass(two, 0)).toEqual(two);
  let all: typeof two = two;
  for (let more = 0; more < 9; more++) all = [...withClass(all, `c${more}`)] as typeof two;
  expect(all).toHaveLength(MOST);
});

test("what drawings still lack is said", () => {
  const three = ["1", "2", "3"];
  expect(missing([{ name: "a", drawings: three }, { name: "b", drawings: ["1"] }])).toBe("At least 3 of each are needed: b 1.");
  expect(missing([{ name: "a", drawings: three }, { name: " a", drawings: three }])).toBe("Every class needs a name of its own.");
  expect(missing([{ name: "a", drawings: three }, { name: "../", drawings: three }])).toBe("Every class needs a name of its own.");
  expect(missing([{ name: "a", drawings: three }, { name: "b", drawings: three }])).toBe("");
  expect([folder("../up\\down:"), folder(" .Kreis  1 ")]).toEqual(["up down", "Kreis 1"]);
  expect(fileName([{ name: "a/b", drawings: [] }, { name: "圆", drawings: [] }])).toBe("a b, 圆.zip");
});

test("a finer pad has a pen of as many more pixels, and its drawing comes back as it was", () => {
  const share = (side: number) => {
    const ink = blank(side, side);
    stroke(ink, [side * 0.2, side / 2], [side * 0.8, side / 2]);
    expect(decode(encode(ink), side, side)).toEqual(ink);
    return ink.pixels.reduce((sum, one) => sum + one, 0) / 255 / side / side;
  };
  expect(share(64)).toBeCloseTo(share(28), 2);
});
