import { AppError } from "#core/errors.ts";
import type { ActionConfig } from "#core/nodes/action.ts";
import { normalizeText } from "#core/text/normalize-text.ts";
import type { NodeResult, NodeWork } from "#engine/node-handler.ts";
import { renderText } from "#engine/render-text.ts";

type Config = Extract<ActionConfig, { readonly action: "artifact.save" }>;

const maxNameCharacters = 200;

/** Leaves an artifact behind; the output names it. */
export function saveArtifact({ task }: NodeWork, config: Config): NodeResult {
  const name = toFileName(renderText(task, "name", config.name));
  if (name === "")
    throw new AppError("INVALID_INPUT", `The artifact's name in node "${task.nodeId}" came out empty.`);
  const content = normalizeText(renderText(task, "content", config.content));
  const { mediaType = "text/markdown" } = config;
  return {
    output: { name, mediaType, bytes: Buffer.byteLength(content) },
    artifacts: [{ name, mediaType, content }],
  };
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
