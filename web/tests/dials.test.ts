// What dials ask for, and what they read of it.

import { expect, test } from "vitest";
import { asked } from "../parts/pictures/Dials";

test("what was asked for is where the dials stand, and nothing where nothing was", () => {
  expect(asked("clip=0.5&cut=3")).toEqual({ clip: 0.5, cut: 3 });
  expect(asked("")).toEqual({});
});
