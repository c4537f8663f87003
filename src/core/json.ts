import { z } from "zod";

/** Any JSON value. Numbers are finite; there is no `undefined` inside. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** Parses any JSON value; depth and size are checked at the door by `checkJsonLimits`. */
export const jsonSchema: z.ZodType<Json> = z.json() as z.ZodType<Json>;

export const jsonObjectSchema: z.ZodType<JsonObject> = z.record(z.string(), jsonSchema);
