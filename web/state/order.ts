// The order of the rows, and which of them stand for several runs. Pure.

import type { Run } from "../generated/types";

/** One row of the table: a run, or the seeds of one variant of a race. */
export type Entry =
  | { kind: "run"; run: Run; /** One of a group that is unfolded. */ member: boolean }
  | { kind: "group"; key: string; runs: Run[]; open: boolean };

export function waits(run: Run): boolean {
  return run.state === "queued";
}

/** Pinned runs, then the newest race first. What waits stands in the order of the queue below what has begun of its races. */
export function ordered(oldestFirst: readonly Run[]): Run[] {
  const all = byRace(oldestFirst);
  const waiting = queue(all);
  const pinned = all.filter((run) => run.pinned && !waits(run));
  const rest = all.filter((run) => !run.pinned && !waits(run));
  const races = new Set(waiting.map(raceOf));
  const after = rest.findLastIndex((run) => races.has(raceOf(run)));
  // Where nothing of their races has begun, they stand where the first of them would.
  const at = after >= 0 ? after + 1 : all.slice(0, all.findIndex(waits)).filter((run) => !run.pinned).length;
  return [...pinned, ...rest.slice(0, at), ...waiting, ...rest.slice(at)];
}

function raceOf(run: Run): string {
  return run.race ?? run.id;
}

function byRace(oldestFirst: readonly Run[]): Run[] {
  const races = new Map<string, Run[]>();
  for (const run of [...oldestFirst].reverse()) {
    const members = races.get(raceOf(run));
    if (members) members.unshift(run);
    else races.set(raceOf(run), [run]);
  }
  return [...races.values()].flat();
}

/** The waiting runs, next one first. */
export function queue(runs: readonly Run[]): Run[] {
  const place = (run: Run) => run.place ?? Number.MAX_SAFE_INTEGER;
  return runs.filter(waits).sort((one, other) => place(one) - place(other));
}

/** Runs of one race that differ only in their seed are one row, once they have begun; pinned ones also have their own. */
export function folded(rows: readonly Run[], groupOf: (run: Run) => string, open: ReadonlySet<string>): Entry[] {
  const keyOf = (run: Run) => (run.race === null || waits(run) ? run.id : `${run.race}/${groupOf(run)}`);
  const groups = new Map<string, Run[]>();
  for (const run of rows) {
    const key = keyOf(run);
    const members = groups.get(key);
    if (members) members.push(run);
    else groups.set(key, [run]);
  }
  return rows.flatMap((run): Entry[] => {
    const key = keyOf(run);
    const runs = groups.get(key) ?? [];
    if (runs.length < 2 || run.pinned) return [{ kind: "run", run, member: false }];
    const loose = runs.filter(({ pinned }) => !pinned);
    if (loose[0] !== run) return [];
    const members = open.has(key) ? loose.map((one): Entry => ({ kind: "run", run: one, member: true })) : [];
    return [{ kind: "group", key, runs, open: open.has(key) }, ...members];
  });
}

/** Before which run another one goes so that it passes the next row that is seen; undefined where there is none. */
export function passing(all: readonly Run[], seen: readonly Run[], run: Run, later: boolean): Run | null | undefined {
  const line = queue(seen);
  const at = line.findIndex(({ id }) => id === run.id);
  const neighbour = at < 0 ? undefined : line[at + (later ? 1 : -1)];
  if (neighbour === undefined) return undefined;
  return later ? behind(all, neighbour, run) : neighbour;
}

/** The run that follows `ahead` once `run` is taken out; null where that was the last. */
export function behind(all: readonly Run[], ahead: Run, run: Run): Run | null {
  const line = queue(all).filter((one) => one.id !== run.id);
  return line[line.findIndex((one) => one.id === ahead.id) + 1] ?? null;
}
