import { expect, it } from "vitest";
import { sourceWords, versionWords } from "./lineage-words.ts";

it("names the version, the node and the try", () => {
  expect(versionWords({ versionNumber: 3, nodeId: "shape", attempt: 2 })).toBe(
    "version 3, node shape, try 2",
  );
  expect(versionWords({ versionNumber: null, nodeId: null, attempt: null })).toBe("a draft, the whole run");
});

it("names a file by its name, or by its hash", () => {
  expect(sourceWords({ name: "manual.pdf", sha256: "5f70bf18a086" })).toBe("manual.pdf");
  expect(sourceWords({ name: null, sha256: "5f70bf18a08600aa" })).toBe("5f70bf18a086…");
});
