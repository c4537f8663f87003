import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { pipelineIdSchema } from "#core/ids.ts";
import type { PipelineOrder } from "#core/pipeline/pipeline-order.ts";
import type { PipelinePlace } from "#server/db/pipeline/list-pipelines.ts";

/** The key may be a name with padded numbers. */
const longestKey = 4_000;
const figure = /^-?\d{1,20}(\.\d{1,20})?(e[+-]?\d{1,3})?$/;

/**
 * The end of a page as a cursor. It contains the last pipeline's sort key, so the next page begins there whatever
 * happens to the pipeline.
 */
export function writePipelineCursor(order: PipelineOrder, { id, orderKey }: PipelinePlace): string {
  return Buffer.from(JSON.stringify([order, orderKey, id])).toString("base64url");
}

/**
 * Parses a cursor.
 * @throws AppError INVALID_INPUT when it is not of this order.
 */
export function readPipelineCursor(order: PipelineOrder, cursor: string): PipelinePlace {
  const key = order === "name" ? z.string().max(longestKey) : z.string().regex(figure);
  const parsed = z
    .tuple([z.literal(order), key, pipelineIdSchema])
    .safeParse(readJson(Buffer.from(cursor, "base64url").toString()));
  if (!parsed.success || parsed.data[1].includes("\0")) {
    throw new AppError("INVALID_INPUT", `This cursor does not belong to the order "${order}".`);
  }
  return { orderKey: parsed.data[1], id: parsed.data[2] };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
