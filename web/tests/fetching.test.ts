// What has been fetched makes its task usable, without the page being loaded anew.

import { afterEach, expect, test, vi } from "vitest";
import type { Fetch } from "../generated/types";
import { http } from "../http/http";
import { followFetches } from "../state/fetching";
import { receive, received } from "../state/receive";
import { receiveCatalogue, server } from "../state/server";
import { catalogue } from "./world";

const SET = { name: "pictures", title: "Pictures", bytes: 9, published: "", source: "", licence: "", licence_link: "" };
const fetched = (state: Fetch["state"]): Fetch => ({ name: "pictures", state, done: 9, total: 9, what: { code: "", values: {}, text: "" }, problem: null });

/** The second task needs a set. */
function needing(missing: boolean) {
  const whole = catalogue();
  return { ...whole, tasks: whole.tasks.map((task) => (task.name === "pictures" ? { ...task, data: SET, missing: missing ? task.missing : null } : task)) };
}

afterEach(() => vi.restoreAllMocks());

test("a page asks for the catalogue once the set of a task has come, and not before or again", async () => {
  const asked = vi.spyOn(http, "catalogue").mockResolvedValue(needing(false));
  receiveCatalogue(needing(true));
  for (const state of ["fetching", "failed", "cancelled"] as const) {
    receive(received, { type: "fetches", fetches: [fetched(state)] });
    followFetches();
  }
  expect(asked).not.toHaveBeenCalled();
  receive(received, { type: "fetches", fetches: [fetched("fetched")] });
  followFetches();
  await vi.waitFor(() => expect(server.catalogue.value?.tasks.find(({ name }) => name === "pictures")?.missing).toBe(null));
  followFetches();
  expect(asked).toHaveBeenCalledTimes(1);
});
