// Numbers as people type them: with a decimal comma, the thousands marks of any country, the digits and signs of input methods.

/** What a field can hold. */
export interface Room {
  least: number;
  most: number;
  whole: boolean;
}

/** One number (`point` where its point was taken for a mark of thousands, which is worth a word); several that the same characters can mean; or none. */
export type Reading = { kind: "number"; value: number; point?: true } | { kind: "ambiguous"; values: number[] } | { kind: "unreadable" };

const UNREADABLE: Reading = { kind: "unreadable" };

/**
 * Reads one number. Where a mark can be of the decimals or of the thousands, what the field can hold decides: 5.000 examples
 * are five thousand. Where both fit, both are given back, to be asked for.
 */
export function readNumber(written: string, room: Room): Reading {
  const parts = FORM.exec(plainMarks(written));
  if (parts === null) return UNREADABLE;
  const [, sign = "", figures = "", exponent = "0", percent] = parts;
  const scale = `e${Number(exponent) - (percent ? 2 : 0)}`;
  const values = meanings(figures).map((digits) => Number(sign + digits + scale));
  const possible = [...new Set(values)].filter(Number.isFinite);
  const fitting = possible.filter((value) => fits(value, room));
  const [first, second] = fitting.length > 0 ? fitting : possible;
  if (first === undefined) return UNREADABLE;
  if (second !== undefined && !room.whole) return { kind: "ambiguous", values: [first, second] };
  // Nobody writes decimals into a field of whole numbers: there, marks are of the thousands wherever they can be.
  const value = room.whole ? Math.max(first, second ?? first) : first;
  const point = possible.length > 1 && value === possible[1] && figures.includes(".");
  return point ? { kind: "number", value, point } : { kind: "number", value };
}

/**
 * Several numbers in one line. Semicolons part them wherever there are any, then commas before a blank, then blanks; a comma
 * alone parts them where both sides are numbers of the field and the whole is none.
 */
export function readNumbers(written: string, room: Room): Reading[] {
  const line = plainBlanks(written).trim();
  const between = [/[;；、]/, /[,，]\s+/, /\s+/].find((mark) => mark.test(line));
  const parts = between ? line.split(between) : byCommas(line, room);
  return parts.filter((part) => part.trim() !== "").map((part) => readNumber(part, room));
}

function byCommas(line: string, room: Room): string[] {
  const parts = line.split(/[,，]/);
  // 10,000 is no ten and nought.
  if (parts.slice(1).some((part) => /^0\d/.test(part))) return [line];
  const whole = readNumber(line, room);
  return parts.length > 1 && (room.whole || parts.length > 2 || whole.kind !== "number" || !fits(whole.value, room)) ? parts : [line];
}

function fits(value: number, { least, most, whole }: Room): boolean {
  return value >= least && value <= most && (!whole || Number.isInteger(value));
}

/** Sign, figures with their marks, exponent, percent. */
const FORM = /^([-+]?)(\d(?:[\d.,' ]*\d)?[.,]?|[.,]\d+)(?:e([-+]?\d{1,3}))?\s*(%?)$/i;

/** Digits of any script, signs and marks of any input method, as the plain ones: comma, point, apostrophe, blank. */
function plainMarks(written: string): string {
  return plainBlanks(plainDigits(written))
    .trim()
    .replace(/[\u3002\u00b7\u066b]/g, ".")
    .replace(/\u066c|_|[\u2019\u02bc\u2032`\u00b4]/g, "'")
    .replace(/[\u2010-\u2015\u2212\u30fc]/g, "-")
    .replace(/\s*[x\u00d7*.]\s*10\s*\^?\s*(?=[-+]?\d{1,3}\s*%?$)/i, "e")
    .replace(/^([-+])\s+/, "$1")
    .replace(/[\u066a]/g, "%");
}

/** Narrow, figure-wide and ideographic blanks as one kind; marks of direction are not seen and mean nothing. */
function plainBlanks(written: string): string {
  return written.replace(/[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u061c]/g, "").replace(/\s/g, " ");
}

/** Digits of any script, and full-width letters and signs, as the plain ones. */
export function plainDigits(written: string): string {
  scripts ??= digitsOfScripts();
  const known = scripts;
  return written.replace(/\p{Nd}/gu, (digit) => known.get(digit) ?? digit).normalize("NFKC");
}

let scripts: Map<string, string> | undefined;

/** The browser knows the digits of all scripts. */
function digitsOfScripts(): Map<string, string> {
  const found = new Map<string, string>();
  for (const numberingSystem of Intl.supportedValuesOf("numberingSystem")) {
    const format = new Intl.NumberFormat("en", { numberingSystem });
    for (let digit = 0; digit < 10; digit++) {
      const shown = format.format(digit);
      if (/^\p{Nd}$/u.test(shown)) found.set(shown, String(digit));
    }
  }
  return found;
}

/** What figures with marks can mean, as digits with a point: the decimals first, the thousands second. */
function meanings(figures: string): string[] {
  const marks = [...figures].filter((one) => !/\d/.test(one));
  const last = marks.at(-1);
  if (last === undefined) return [figures];
  const found: string[] = [];
  const lone = marks.filter((one) => one === last).length === 1;
  if (lone && /[.,]/.test(last)) {
    const at = figures.lastIndexOf(last);
    const before = ungrouped(figures.slice(0, at));
    if (before !== null) found.push(`${before || "0"}.${figures.slice(at + 1)}`);
  }
  const together = new Set(marks).size === 1 ? ungrouped(figures) : null;
  if (together !== null) found.push(together);
  return found;
}

/** Groups of three, or of two before the last three as in India, behind one to three figures; one kind of mark. */
function ungrouped(figures: string): string | null {
  if (/^\d*$/.test(figures)) return figures;
  const grouped = /^(?:[1-9]\d{0,2}(?:([.,' ])\d{3})(?:\1\d{3})*|[1-9]\d?(?:([.,' ])\d{2})(?:\2\d{2})*\2\d{3})$/;
  return grouped.test(figures) ? figures.replace(/\D/g, "") : null;
}
