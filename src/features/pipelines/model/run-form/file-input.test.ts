import { describe, expect, it } from "vitest";
import { fileRefOf } from "#core/http/file-ref.ts";
import { keepBytes } from "#core/http/kept-bytes.ts";
import { pipelineDefinitionSchema } from "#core/pipeline/definition.ts";
import { initialValues, readRunForm, runFormOf } from "./run-form.ts";
import { kindOf, readValue } from "./value-kind.ts";

const photo = { ...keepBytes(new Uint8Array([0x89, 0x50, 0x4e, 0x47]), "image/png") };

const definition = pipelineDefinitionSchema.parse({
  name: "Look",
  nodes: [
    { id: "start", type: "trigger", name: "Start" },
    {
      id: "look",
      type: "agent",
      name: "Look",
      config: { model: "sandbox/brief", task: "{{ input.question }}", files: ["input.photo"] },
    },
  ],
  edges: [{ id: "e1", from: "start", to: "look" }],
});

describe("a file as input", () => {
  it("is asked for if an agent is shown it", () => {
    const fields = runFormOf(definition).inputFields.map(({ name, kind }) => [name, kind]);
    expect(Object.fromEntries(fields)).toEqual({ question: null, photo: "file" });
  });

  it("is sent as its bytes, and can be shown in the form again", () => {
    expect(kindOf(photo)).toBe("file");
    const values = initialValues(definition, { input: { photo, question: "What?" }, variables: {} });
    expect(readRunForm(runFormOf(definition), "fields", values)).toMatchObject({
      ok: true,
      input: { photo, question: "What?" },
    });
  });

  it.each(["", "photo.png", "{}", '{"base64":"UE5H","mediaType":"image/png","bytes":9}'])(
    "is still to be chosen where %j stands",
    (text) => {
      expect(readValue("file", text)).toEqual({ ok: false, fault: "Choose a file." });
    },
  );

  it("may also be an uploaded one", () => {
    const uploaded = { ...fileRefOf("a1".repeat(32), "image/png", 5_000_000, "photo.png") };
    expect(kindOf(uploaded)).toBe("file");
    expect(readValue("file", JSON.stringify(uploaded))).toEqual({ ok: true, value: uploaded });
  });
});
