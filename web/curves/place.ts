// Where a run trains: its device, and its machine where that is another than the server's ("cpu on 10.0.0.7").

import type { Run } from "../generated/types";

const BETWEEN = " on ";

/** The device in capitals, as people write it, and its machine as it is called. */
export function deviceWords(device: string): string {
  const [kind = "", ...machine] = device.split(BETWEEN);
  return [kind.toUpperCase(), ...machine].join(BETWEEN);
}

/** The machine of the present attempt; empty where it is the server's own, or has not begun. */
export function machineOf(run: Run): string {
  return run.attempts.at(-1)?.device.split(BETWEEN)[1] ?? "";
}
