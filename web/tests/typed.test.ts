import { expect, test } from "vitest";
import { distinguished } from "../curves/names";
import { decide } from "../setup/typing";
import { readNumber, readNumbers, type Room } from "../text/typed";

const RATE: Room = { least: 0, most: 10, whole: false };
const SHARE: Room = { least: 0, most: 0.9, whole: false };
const COUNT: Room = { least: 20, most: 100_000, whole: true };
const WIDE: Room = { least: -1e6, most: 1e6, whole: false };

function value(written: string, room: Room): number | string | number[] {
  const reading = readNumber(written, room);
  return reading.kind === "number" ? reading.value : reading.kind === "ambiguous" ? reading.values : "unreadable";
}

test.each([
  ["0,01", 0.01],
  ["0,001", 0.001],
  ["0,0005", 0.0005],
  ["1,5e-3", 0.0015],
  [",5", 0.5],
  ["0.003", 0.003],
  ["1E\u22123", 0.001],
  ["1,5\u00d710\u207b\u00b3", 0.0015],
  ["2·10^-3", 0.002],
  ["5 * 10-4", 0.0005],
  ["+0.5", 0.5],
  ["\u00a00,01\u202f", 0.01],
])("a rate typed %s is %d", (written, right) => {
  expect(value(written, RATE)).toBeCloseTo(right, 12);
});

test.each([
  ["5.000", 5_000],
  ["5,000", 5_000],
  ["5 000", 5_000],
  ["5\u202f000", 5_000],
  ["5\u2019000", 5_000],
  ["5_000", 5_000],
  ["20,000", 20_000],
  ["1,00,000", 100_000],
  ["100", 100],
  ["128.0", 128],
  ["1e3", 1_000],
])("so many examples typed %s are %d", (written, right) => {
  expect(value(written, COUNT)).toBe(right);
});

test.each([
  ["\uff10\uff0e\uff10\uff11", 0.01],
  ["\uff10\u3002\uff11", 0.1],
  ["\uff10\uff0c\uff15", 0.5],
  ["\u0660\u066b\u0665", 0.5],
  ["\u06f0.\u06f2", 0.2],
  ["\u0966.\u0967", 0.1],
])("the digits and marks of an input method are read: %s", (written, right) => {
  expect(value(written, RATE)).toBeCloseTo(right, 12);
});

test("signs of a keyboard, of typography and of a Japanese input method are minus", () => {
  for (const sign of ["-", "\u2212", "\u2013", "\uff0d", "\u30fc", "- "]) expect(value(`${sign}2,5`, WIDE)).toBe(-2.5);
});

test("a percentage is a hundredth", () => {
  expect(value("20 %", SHARE)).toBe(0.2);
  expect(value("12,5\u202f%", SHARE)).toBe(0.125);
  expect(value("\u0662\u0660\u066a", SHARE)).toBe(0.2);
});

test("both marks in one number say which is which", () => {
  for (const written of ["1,234.5", "1.234,5", "1 234,5", "1'234.5"]) expect(value(written, WIDE)).toBe(1_234.5);
  expect(value("12,34,567.5", { ...WIDE, most: 1e9 })).toBe(1_234_567.5);
});

test("where both readings fit, both are given back; where one fits, it is meant", () => {
  expect(value("1.234", WIDE)).toEqual([1.234, 1_234]);
  expect(value("1,234", WIDE)).toEqual([1.234, 1_234]);
  expect(value("1.234", RATE)).toBe(1.234);
  expect(value("0.123", WIDE)).toBe(0.123);
  expect(value("1.2345", WIDE)).toBe(1.2345);
});

test("a number that no field of the kind holds is read all the same, so that it can be said", () => {
  expect(value("20", RATE)).toBe(20);
  expect(value("0,2", COUNT)).toBe(0.2);
  expect(value("1.000.000", COUNT)).toBe(1_000_000);
});

test.each(["", "abc", "1,2,3", "1.2.3", "1,23,4", "12 34", "--1", "1e", "1e9999", "0x10", "1/3", ".", "1,234,56.7", "5 epochs"])(
  "%s is no number",
  (written) => {
    expect(value(written, WIDE)).toBe("unreadable");
  },
);

test("what the page writes is read back", () => {
  for (const number of [0.003, 128, 5_000, 12_345, 100_000, 1.5e-7, 99_999]) {
    for (const locale of ["en", "zh", "de", "fr", "hi", "ar-EG", "fa", "de-CH"]) {
      const written = new Intl.NumberFormat(locale, { maximumSignificantDigits: 6 }).format(number);
      const room = { least: 0, most: 1e6, whole: Number.isInteger(number) };
      expect(value(written, room), `${locale} ${written}`).toBe(number);
    }
  }
});

test("several in one line are parted by what cannot be within a number", () => {
  const values = (written: string, room: Room) => readNumbers(written, room).map((one) => (one.kind === "number" ? one.value : one.kind));
  expect(values("0,1; 0,01;0,001", RATE)).toEqual([0.1, 0.01, 0.001]);
  expect(values("0.1, 0.01, 0.001", RATE)).toEqual([0.1, 0.01, 0.001]);
  expect(values("0,1 0,01", RATE)).toEqual([0.1, 0.01]);
  expect(values("0,1", RATE)).toEqual([0.1]);
  expect(values("0.1,0.2", RATE)).toEqual([0.1, 0.2]);
  expect(values("32,64,128", COUNT)).toEqual([32, 64, 128]);
  expect(values("32,64", COUNT)).toEqual([32, 64]);
  expect(values("10,000", COUNT)).toEqual([10_000]);
  expect(values("5,050; 10,000", COUNT)).toEqual([5_050, 10_000]);
  expect(values("32、64、128", COUNT)).toEqual([32, 64, 128]);
  expect(values("100, many", COUNT)).toEqual([100, "unreadable"]);
  expect(values("", COUNT)).toEqual([]);
});

test("what is typed is set, set as near as can be, asked for or left, and all but the first is said", () => {
  const scale = { ...RATE, least: 0.00001, step: 0.1, logarithmic: true };
  const outcome = (written: string, at = scale) => {
    const { value: set, remark } = decide(written, readNumber(written, at), at, 0.003);
    return [set, remark?.key ?? null, remark?.choices ?? []];
  };
  expect(outcome("0,01")).toEqual([0.01, null, []]);
  expect(outcome("20")).toEqual([10, "typed.most", []]);
  expect(outcome("0")).toEqual([0.00001, "typed.least", []]);
  expect(outcome("much")).toEqual([0.003, "typed.unreadable", []]);
  expect(outcome("1.234", { ...scale, most: 5_000 })).toEqual([0.003, "typed.ambiguous", [1.234, 1_234]]);
  expect(outcome("1.024", { ...scale, least: 1, most: 5_000, whole: true })).toEqual([1_024, "typed.thousands", []]);
  expect(outcome("1,024", { ...scale, least: 1, most: 5_000, whole: true })).toEqual([1_024, null, []]);
  expect(outcome("2,6", { ...scale, least: 1, whole: true })).toEqual([3, "typed.whole", []]);
});

test("names that have no room drop the words that all of them begin with", () => {
  const own = distinguished(["hidden units 4", "hidden units 16", "hidden units 64, 64"]);
  expect(["hidden units 4", "hidden units 64, 64"].map(own)).toEqual(["4", "64, 64"]);
  expect(distinguished(["GRU", "LSTM"])("GRU")).toBe("GRU");
  expect(distinguished(["units 4"])("units 4")).toBe("units 4");
  expect(distinguished(["units 4", "units 4 · seed 1"])("units 4 · seed 1")).toBe("4 · seed 1");
});
