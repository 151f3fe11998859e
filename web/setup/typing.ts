// What becomes of a number that was typed: it is set, set as near as can be, asked for, or left, and whatever is not plain is said.

import { plain } from "../text/numbers";
import type { TextKey } from "../text/text";
import type { Reading } from "../text/typed";
import { clamp, type Scale } from "./scale";

export interface Remark {
  key: TextKey & `typed.${string}`;
  typed: string;
  figures: Record<string, string>;
  /** The value beside which it stands: a remark on another value would be out of date. */
  value: number;
  choices: number[];
}

export interface Decision {
  value: number;
  remark: Remark | null;
}

const LONGEST = 30;

export function decide(written: string, reading: Reading, scale: Scale, present: number): Decision {
  const typed = written.trim().slice(0, LONGEST);
  const remark = (key: Remark["key"], value: number, figures = {}, choices: number[] = []): Decision => ({
    value,
    remark: { key, typed, figures, value, choices },
  });
  if (reading.kind === "unreadable") return remark("typed.unreadable", present);
  if (reading.kind === "ambiguous") {
    const [one = 0, other = 0] = reading.values;
    return remark("typed.ambiguous", present, { one: plain(one), other: plain(other) }, reading.values);
  }
  const { value } = reading;
  const near = clamp(scale.whole ? Math.round(value) : value, scale.least, scale.most);
  if (value > scale.most) return remark("typed.most", near, { most: plain(scale.most) });
  if (value < scale.least) return remark("typed.least", near, { least: plain(scale.least) });
  if (near !== value) return remark("typed.whole", near);
  return reading.point ? remark("typed.thousands", value) : { value, remark: null };
}
