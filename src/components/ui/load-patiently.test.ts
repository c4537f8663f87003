import { expect, it } from "vitest";
import { loadPatiently } from "./load-patiently.ts";

it("asks again until the code is there", async () => {
  let asked = 0;
  const load = async () => {
    asked += 1;
    if (asked < 2) throw new Error("The server is away.");
    return { Part: "part" };
  };
  expect(await loadPatiently(load)).toEqual({ Part: "part" });
  expect(asked).toBe(2);
});
