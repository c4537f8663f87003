import { describe, expect, it } from "vitest";
import { keepBytes } from "#core/http/kept-bytes.ts";
import type { Json } from "#core/json/json.ts";
import { makePlan } from "../testing/make-plan.ts";
import { agentFiles, fileTokens } from "./agent-files.ts";

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const fileOf = (beginning: string, mediaType: string) => ({ ...keepBytes(bytesOf(beginning), mediaType) });
const png = fileOf("\x89PNG\r\n\x1a\n....", "image/png");
const jpeg = fileOf("\xff\xd8\xff....", "image/jpeg");
const webp = fileOf("RIFF\x04\x00\x00\x00WEBPVP8 ", "image/webp");
const pdf = fileOf("%PDF-1.7 ....", "application/pdf");

function find(files: string | string[], input: Json) {
  const config = { model: "sandbox/brief", task: "Look.", files };
  const node = makePlan({ look: { type: "agent", config } }, ["start > look"]).nodeById.get("look");
  if (node === undefined) throw new Error("no node");
  const run = { startedAt: "2026-11-29T08:30:00.000Z" };
  return agentFiles(node, { input, trigger: input, run, variables: {}, nodes: {} });
}

describe("the files of an agent", () => {
  it.each<[string, string | string[], Json, readonly Json[]]>([
    ["a file", "input", png, [png]],
    ["the body of an answer", "input.body", { status: 200, body: pdf }, [pdf]],
    ["a list", "input.pictures", { pictures: [png, null, jpeg] }, [png, jpeg]],
    ["several expressions", ["input.a", "input.?b.orValue(null)", "[input.a]"], { a: webp }, [webp, webp]],
    ["nothing", "input.?photo.orValue(null)", {}, []],
    ["what meets a condition", "input.filter(file, file.bytes > 12)", [jpeg, pdf], [pdf]],
  ])("are %s", (_name, files, input, found) => {
    expect(find(files, input)).toEqual({ ok: true, files: found });
  });

  it.each<[string, string | string[], Json, string, string]>([
    ["a text", "input", "photo.png", "files", "it is not a file"],
    [
      "another kind",
      "input",
      fileOf("PK", "application/zip"),
      "files",
      "it is application/zip, and models take",
    ],
    [
      "what is called something else",
      ["input.a", "input.b"],
      { a: png, b: fileOf("<svg>", "image/png") },
      "files[1]",
      "its type is given as image/png, but it is not a PNG picture",
    ],
    ["too many", "input", Array.from({ length: 21 }, () => png), "files", "it is 21 files"],
    ["a missing field", "input.photo", {}, "files", "no such key: photo"],
  ])("are not %s", (_name, files, input, where, message) => {
    expect(find(files, input)).toEqual({ ok: false, where, message: expect.stringContaining(message) });
  });

  it("are held at more than any vendor counts them, however small they are", () => {
    expect(fileTokens([png, png])).toBe(2 * 16_384);
    expect(fileTokens([pdf])).toBeGreaterThan(100_000);
  });
});
