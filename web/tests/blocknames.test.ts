import { expect, test } from "vitest";
import { blocksName } from "../curves/blocknames";

const FIRST = "max2 8k3-same res(8k3-same_8k3-same-linear) res(16k3-same_16k3-same-linear) global";

test("networks from blocks are called by what differs from the first of them", () => {
  expect(blocksName(FIRST, FIRST)).toBe("5 blocks");
  expect(blocksName(FIRST.replace(") global", ")-plain global"), FIRST)).toBe("4: res(…)-plain");
  expect(blocksName(FIRST.replace(") res", ")-plain res").replace(") global", ")-plain global"), FIRST)).toBe("3–4: res(…)-plain");
  expect(blocksName("8k3-same res(8k3-same_8k3-same-linear) res(16k3-same_16k3-same-linear) global", FIRST)).toBe("without 1");
  expect(blocksName("max2 8k3-same drop0.25 global", "max2 8k3-same global")).toBe("3: drop0.25");
  expect(blocksName("16k5 max2 dense32", "8k5 max2 dense64")).toBe("1: 16k5, 3: dense32");
});
