import { expect, test } from "vitest";
import { at } from "../http/address";

test.each([
  ["http://localhost:8000/", "http://localhost:8000/api/runs"],
  ["http://localhost:8000/?x=1#addition/recurrent", "http://localhost:8000/api/runs"],
  ["https://school.example/schoolyard/#a/b", "https://school.example/schoolyard/api/runs"],
  ["https://school.example/one/two/", "https://school.example/one/two/api/runs"],
])("the server's paths begin where the page lies: %s", (page, address) => {
  expect(at("/api/runs", page)).toBe(address);
});
