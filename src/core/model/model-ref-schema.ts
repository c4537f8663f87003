import { z } from "zod";
import { longestModelRef, modelRefPattern, providerNames } from "./model-ref.ts";

export const providerNameSchema = z.enum(providerNames);

/** A model as an author writes it. */
export const modelRefSchema = z
  .string()
  .max(longestModelRef)
  .regex(modelRefPattern, "must be provider/model, e.g. anthropic/claude-haiku-5-5 or sandbox/brief");
