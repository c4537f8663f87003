import { expect, it } from "vitest";
import { fileRefOf } from "#core/http/file-ref.ts";
import { artifactIdSchema } from "#core/ids.ts";
import { artifactKind } from "./artifact-kind.ts";
import { artifactAddress, fileAddress } from "./download-address.ts";

it.each([
  ["text/markdown", 10, "text"],
  ["application/json", 8_400_000, "text"],
  ["text/csv", 12_000_000, "large"],
  ["image/png", 6_000_000, "picture"],
  // It may contain scripts.
  ["image/svg+xml", 10, "text"],
  ["application/pdf", 10, "bytes"],
])("looks at %s of %i bytes as %s", (mediaType, bytes, kind) => {
  expect(artifactKind(mediaType, bytes)).toBe(kind);
});

it("gives download URLs for any name", () => {
  const id = artifactIdSchema.parse("0199c0de-0000-7000-8000-000000000001");
  expect(artifactAddress("mine", id)).toBe(`/api/artifacts/${id}?workspace=mine`);
  const file = fileRefOf("a1".repeat(32), "a/b", 1, "a&b.pdf");
  expect(fileAddress("mine", file)).toBe(`/api/files/${"a1".repeat(32)}?workspace=mine&name=a%26b.pdf`);
});
