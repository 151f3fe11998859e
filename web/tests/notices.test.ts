import { expect, test } from "vitest";
import { holding } from "../curves/notices";
import type { Notice } from "../generated/types";
import { run, wording } from "./world";

const silent: Notice = { type: "notice", code: "worker", text: wording("The worker has said nothing for 30 seconds."), attempt_this: wording(""), step: 20, epoch: 1 };
const full: Notice = { ...silent, code: "disk full", text: wording("The disk is full.") };

test("a silent worker is news until it goes on, and no news of a run that is over", () => {
  expect(holding(run("a", { state: "running", step: 20, notices: [silent] }), [])).toEqual([silent]);
  expect(holding(run("a", { state: "running", step: 21, notices: [silent] }), [])).toEqual([]);
  for (const state of ["finished", "stopped", "failed", "interrupted"] as const) expect(holding(run("a", { state, step: 20 }), [silent])).toEqual([]);
});

test("every other notice stays, and the longer list of those heard and those stored counts", () => {
  const over = run("a", { state: "finished", step: 40, notices: [full] });
  expect(holding(over, [])).toEqual([full]);
  expect(holding(over, [full, silent, full])).toEqual([full, full]);
});
