import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";
import { longestFiles } from "./longest-first.ts";

it("lists existing files, each once", () => {
  expect(longestFiles.filter((file) => !existsSync(join(repositoryRoot, file)))).toEqual([]);
  expect(new Set(longestFiles).size).toBe(longestFiles.length);
});
