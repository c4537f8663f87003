import fc from "fast-check";
import { expect, it } from "vitest";
import type { ArtifactId, PipelineId } from "#core/ids.ts";
import {
  artifactsQuery,
  artifactTimes,
  artifactTypes,
  parseArtifactsFilter,
  searchInput,
} from "./artifacts-filter.ts";

const parse = (query: string) => {
  const parameters = new URLSearchParams(query);
  return parseArtifactsFilter((name) => parameters.get(name));
};

it("is kept in the URL, ignoring invalid values", () => {
  fc.assert(
    fc.property(
      fc.record({
        text: fc.string({ maxLength: 50 }).map((text) => text.trim()),
        type: fc.option(fc.constantFrom(...artifactTypes.map(({ name }) => name))),
        pipelineId: fc.option(fc.uuid().map((id) => id as PipelineId)),
        within: fc.option(fc.constantFrom(...artifactTimes.map(({ name }) => name))),
        withRunDocuments: fc.boolean(),
        openId: fc.option(fc.uuid().map((id) => id as ArtifactId)),
      }),
      (filter) => {
        expect(parse(artifactsQuery(filter))).toEqual(filter);
      },
    ),
  );
  const plain = parse("?type=film&within=ever&pipeline=mine&runs=perhaps&open=1");
  expect(artifactsQuery(plain)).toBe("");
  expect(searchInput({ ...plain, type: "json", within: "7d" })).toEqual({
    text: null,
    mediaType: "application/json",
    pipelineId: null,
    withinSeconds: 604_800,
    withRunDocuments: false,
  });
});
