import { z } from "zod";
import { jsonObjectSchema } from "#core/json/json.ts";

const textBlock = z.looseObject({ type: z.literal("text"), text: z.string() });
const content = z.union([z.string(), z.array(textBlock)]);

/** Strict at the top like the vendor, which refuses what it does not know, sampling parameters among it. */
export const countRequestSchema = z.strictObject({
  model: z.string().min(1).max(256),
  messages: z.array(z.strictObject({ role: z.enum(["user", "assistant"]), content })).min(1),
  system: content.optional(),
  output_config: z
    .looseObject({ format: z.object({ type: z.literal("json_schema"), schema: jsonObjectSchema }).nullish() })
    .optional(),
});
export type CountRequest = z.infer<typeof countRequestSchema>;

export const messageRequestSchema = z.strictObject({
  ...countRequestSchema.shape,
  max_tokens: z.number().int().min(1),
  metadata: z.object({ user_id: z.string().max(256).nullish() }).optional(),
  stream: z.boolean().optional(),
});
export type MessageRequest = z.infer<typeof messageRequestSchema>;

export function textOf(value: z.infer<typeof content> | undefined): string {
  if (value === undefined || typeof value === "string") return value ?? "";
  return value.map((block) => block.text).join("\n");
}

/** What the last message of the user says. */
export function lastUserText(request: CountRequest): string {
  return textOf(request.messages.findLast((message) => message.role === "user")?.content);
}

/** All that the vendor would count as input. */
export function inputCharacters(request: CountRequest): number {
  const schema = request.output_config?.format?.schema;
  const messages = request.messages.reduce((sum, message) => sum + textOf(message.content).length, 0);
  return (
    messages + textOf(request.system).length + (schema === undefined ? 0 : JSON.stringify(schema).length)
  );
}
