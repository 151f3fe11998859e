import { expect, test } from "vitest";
import type { View } from "../generated/types";
import { grouped, viewAfter } from "../panels/inside/groups";

function named(name: string, group: View["group"]): View {
  return { name, title: name, text: "", group, fits: {}, asks: false, has_example: false, takes_map: false, of_data: false };
}

const [ledger, ask, filters, answers, maps] = [named("ledger", "costs"), named("ask", "answers"), named("filters", "layers"), named("answers", "answers"), named("maps", "layers")];
const groups = grouped([ledger, ask, filters, answers, maps]);
const after = (present: View, key: string) => viewAfter(groups, present, key)?.name;

test("views stand under the headings that have one, in the order of the headings", () => {
  expect(groups.map(({ name, views }) => [name, ...views.map((one) => one.name)])).toEqual([
    ["answers", "ask", "answers"],
    ["layers", "filters", "maps"],
    ["costs", "ledger"],
  ]);
});

test("left and right go through all views and round, up and down from group to group", () => {
  expect(["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End"].map((key) => after(answers, key))).toEqual(["filters", "ask", "filters", "ledger", "ask", "ledger"]);
  expect([after(ledger, "ArrowRight"), after(ask, "ArrowLeft"), after(ledger, "ArrowDown")]).toEqual(["ask", "ledger", "ask"]);
  expect(viewAfter(groups, maps, "a")).toBeNull();
});
