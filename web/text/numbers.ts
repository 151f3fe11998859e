// Numbers for people: with units, and as many digits as they deserve.

import type { SeriesText } from "../generated/types";
import { format, language, text } from "./text";

/** A space that does not break between a number and its unit. */
const THIN = "\u202f";

export function whole(value: number): string {
  return format({ maximumFractionDigits: 0 }).format(value);
}

/** Settings as people write them: 0.003, 128, 5,000. */
export function plain(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.0001) return value.toExponential().replace("-", "\u2212");
  return format({ maximumSignificantDigits: 6, useGrouping: value >= 10_000 }).format(value);
}

/** What has no short name, as the loss of a run that runs away. */
const NAMELESS = 1e15;

/** 154K; where the unit is a word of another script, it stands apart. */
export function short(value: number): string {
  if (Math.abs(value) >= NAMELESS) return value.toExponential(2).replace("e+", "e").replace("-", "\u2212");
  return format({ notation: "compact", maximumSignificantDigits: 3 }).format(value).replace(/(?<=\d)(?=\p{Script=Han})/u, " ");
}

/** A measured value in the unit of its series. Null is measured, and not a number. */
export function measured(series: Pick<SeriesText, "percent" | "unit">, value: number | null | undefined): string {
  if (value === undefined) return "–";
  if (value === null) return text("number.none");
  if (series.percent) return percent(value);
  const digits = Math.abs(value) >= 1_000 ? short(value) : significant(value);
  return series.unit ? `${digits}${THIN}${series.unit}` : digits;
}

function significant(value: number): string {
  // Of what is small, its first figures: 0.000 would say that there is nothing.
  if (value !== 0 && Math.abs(value) < 0.01) return plain(Number(value.toPrecision(2)));
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 0.1 ? 2 : 3;
  return format({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** One decimal: on 500 questions a step is 0.2 %. 0 % is said only of none, and 100 % only of all of them. */
export function percent(value: number): string {
  if (value === 0 || value === 1) return share(value);
  const tenths = Math.round(value * 1_000) / 10;
  const honest = value < 1 && tenths === 100 ? 99.9 : tenths;
  return `${format({ minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(honest)}${THIN}%`;
}

/** The marks of an axis have as few digits as they can. */
export function share(value: number): string {
  return `${format({ maximumFractionDigits: 1 }).format(value * 100)}${THIN}%`;
}

/** A value at a mark of an axis, where series are in their own units. */
export function marked({ percent: inPercent }: Pick<SeriesText, "percent">, value: number): string {
  return inPercent ? share(value) : plain(Number(value.toPrecision(12)));
}

/** So many in a second; three figures are as many as a measurement of time deserves. */
export function pace(value: number | null): string {
  if (value === null) return "–";
  const figures = Number(value.toPrecision(3));
  return figures >= 100 ? whole(figures) : plain(figures);
}

/** What is read off a line: four figures, of whatever size. */
export function figure(value: number): string {
  if (Number.isNaN(value)) return "\u2013";
  if (!Number.isFinite(value)) return value > 0 ? "\u221e" : "\u2212\u221e";
  const figures = Math.abs(value) >= 1e6 ? value.toExponential(2).replace("e+", "e") : plain(Number(value.toPrecision(4)));
  return figures.replaceAll("-", "\u2212");
}

export function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let size = value;
  let unit = 0;
  while (size >= 1_000 && unit < units.length - 1) {
    size /= 1_000;
    unit++;
  }
  return `${format({ maximumSignificantDigits: 2 }).format(size)}${THIN}${units[unit]}`;
}

export function duration(seconds: number): string {
  if (seconds < 9.95) return text("duration.seconds", { seconds: seconds < 1 ? seconds.toPrecision(1) : seconds.toFixed(1) });
  if (seconds < 99.5) return text("duration.seconds", { seconds: Math.round(seconds) });
  if (seconds < 5_970) return text("duration.minutes", { minutes: Math.round(seconds / 60) });
  return text("duration.hours", { hours: (seconds / 3_600).toFixed(1) });
}

/** "21 November 2026 at 17:55" */
export function dated(moment: Date): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: "long", timeStyle: "short" }).format(moment);
}

/** A value of a network, to two decimals or two figures: 0.42, −1.3, 0.0031. */
export function precise(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : size >= 0.01 ? 3 : 4;
  return format({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value).replace("-", "\u2212");
}

/** A probability of a network, which is never quite 0 or 1. */
export function chance(value: number): string {
  if (value < 0.0005) return `<${THIN}${share(0.001)}`;
  return value > 0.9995 ? `>${THIN}${share(0.999)}` : percent(value);
}

/** The same where there is little room: 0.42, −1.3, −12, 0. */
export function brief(value: number): string {
  const digits = Math.abs(value) < 0.995 ? 2 : Math.abs(value) < 9.95 ? 1 : 0;
  return Math.abs(value) < 0.005 ? "0" : format({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value).replace("-", "\u2212");
}
