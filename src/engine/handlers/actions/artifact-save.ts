import { AppError } from "#core/errors.ts";
import { hashOf } from "#core/http/file-ref.ts";
import { normalizeText } from "#core/json/normalize-text.ts";
import type { ActionConfig } from "#core/nodes/action.ts";
import { nodeWords } from "#core/nodes/undo-of.ts";
import type { NewArtifact } from "#core/run/node-task.ts";
import { takeFile } from "#engine/files/take-file.ts";
import type { NodeResult, NodeWork } from "#engine/node-handler.ts";
import { outputTooLarge } from "#engine/output/check-output.ts";
import { renderText, renderValue } from "#engine/render-text.ts";

type Config = Extract<ActionConfig, { readonly action: "artifact.save" }>;

const maxNameCharacters = 200;
const defaultMediaType = "text/markdown";
/** Text up to this size is stored in the artifact's own row. */
const smallTextBytes = 65_536;

/** Saves an artifact; the output names it. */
export async function saveArtifact(work: NodeWork, config: Config): Promise<NodeResult> {
  const { task } = work;
  const name = toFileName(renderText(task, "name", config.name));
  if (name === "")
    throw new AppError("INVALID_INPUT", `The artifact's name in ${nodeWords(task.nodeId)} came out empty.`);
  const { bytes, ...content } = (await readFileContent(work, config)) ?? (await readText(work, config));
  const { mediaType } = content;
  return { output: { name, mediaType, bytes }, artifacts: [{ name, ...content }] };
}

type Content = Omit<NewArtifact, "name"> & { readonly bytes: number };

/** A file is saved as its exact bytes, wherever they are stored; null if the content is not a file. */
async function readFileContent(work: NodeWork, config: Config): Promise<Content | null> {
  const file = await takeFile(work, renderValue(work.task, "content", config.content));
  if (file === null) return null;
  if (!file.isStored && file.bytes.byteLength > work.maxOutputBytes)
    throw outputTooLarge(work.maxOutputBytes);
  const stored = await keep(work, file.bytes, file.mediaType);
  return { ...stored, mediaType: config.mediaType ?? file.mediaType, encoding: "base64" };
}

/** Anything else is saved as its text. */
async function readText(work: NodeWork, config: Config): Promise<Content> {
  const content = normalizeText(renderText(work.task, "content", config.content));
  const { mediaType = defaultMediaType } = config;
  const bytes = Buffer.byteLength(content);
  if (bytes <= smallTextBytes) return { mediaType, content, encoding: "text", bytes };
  if (bytes > work.maxOutputBytes) throw outputTooLarge(work.maxOutputBytes);
  return { ...(await keep(work, Buffer.from(content), mediaType)), mediaType, encoding: "text" };
}

async function keep({ task, ports }: NodeWork, bytes: Uint8Array, mediaType: string) {
  const ref = await ports.files.keep(task, bytes, mediaType);
  return { content: "", bytes: ref.bytes, file: { sha256: hashOf(ref), bytes: ref.bytes } };
}

/** A name that is safe wherever it is saved: no folders, no control or direction characters, no leading dots. */
function toFileName(text: string): string {
  return normalizeText(text)
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .replace(/[/\\:]/g, "-")
    .replace(/^[.\s]+|\s+$/g, "")
    .slice(0, maxNameCharacters)
    .toWellFormed();
}
