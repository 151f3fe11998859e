// What the buttons that start say: a lesson names them by these very words.

import { epochText, startOf } from "../setup/fork";
import type { Setting } from "../setup/controls";
import { combinations } from "../setup/spec";
import { field, seeds } from "../setup/vary";
import { optionName } from "../setup/wording";
import { counted, row, text } from "../text/text";
import { isRace } from "./actions";
import { controlAt, state } from "./store";

/** Longer names than these do not fit on a button. */
const LONGEST = 26;

export function raceWords(): string {
  const vary = state.vary.value;
  const pointer = field(vary);
  const raced = vary[pointer] ?? [];
  // Rows of sizes and whole networks have no short names.
  const values = raced.some((value) => typeof value === "object") ? "" : row(raced.map((value) => optionName(controlAt(pointer), value as Setting)));
  if (values === "" || values.length > LONGEST) return counted("start.race", combinations(vary));
  return seeds(vary) > 1 ? text("start.race.seeds", { values, seeds: seeds(vary) }) : text("start.race.all", { values });
}

export function trainWords(): string {
  const fork = state.fork.value;
  if (fork) return text("start.fork", { epoch: epochText(startOf(fork.told).epoch) });
  return text(isRace() ? "start.train.one" : "start.train");
}

/** Of the button that is meant when nothing else is said. */
export function startWords(): string {
  return isRace() ? raceWords() : trainWords();
}
