import { AppError } from "#core/errors.ts";
import { readKeptBytes } from "#core/http/kept-bytes.ts";
import { normalizeText } from "#core/json/normalize-text.ts";
import type { ActionConfig } from "#core/nodes/action.ts";
import { nodeWords } from "#core/nodes/undo-of.ts";
import type { NewArtifact, NodeTask } from "#core/run/node-task.ts";
import type { NodeResult, NodeWork } from "#engine/node-handler.ts";
import { renderText, renderValue } from "#engine/render-text.ts";

type Config = Extract<ActionConfig, { readonly action: "artifact.save" }>;

const maxNameCharacters = 200;
const defaultMediaType = "text/markdown";

/** Leaves an artifact behind; the output names it. */
export function saveArtifact({ task }: NodeWork, config: Config): NodeResult {
  const name = toFileName(renderText(task, "name", config.name));
  if (name === "")
    throw new AppError("INVALID_INPUT", `The artifact's name in ${nodeWords(task.nodeId)} came out empty.`);
  const { bytes, ...content } = readContent(task, config);
  const { mediaType } = content;
  return { output: { name, mediaType, bytes }, artifacts: [{ name, ...content }] };
}

type Content = Omit<NewArtifact, "name"> & { readonly bytes: number };

/** Bytes that an HTTP node brought are saved as these very bytes, everything else as the text that it is written as. */
function readContent(task: NodeTask, config: Config): Content {
  const kept = readKeptBytes(renderValue(task, "content", config.content));
  if (kept !== null) {
    const mediaType = config.mediaType ?? kept.mediaType;
    return { mediaType, content: kept.base64, encoding: "base64", bytes: kept.bytes };
  }
  const content = normalizeText(renderText(task, "content", config.content));
  const { mediaType = defaultMediaType } = config;
  return { mediaType, content, encoding: "text", bytes: Buffer.byteLength(content) };
}

/** A name that stays a name wherever it is saved: no folders, no control or direction characters, no leading dots. */
function toFileName(text: string): string {
  return normalizeText(text)
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .replace(/[/\\:]/g, "-")
    .replace(/^[.\s]+|\s+$/g, "")
    .slice(0, maxNameCharacters)
    .toWellFormed();
}
