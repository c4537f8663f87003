import { z } from "zod";
import type { MailText } from "#core/policy/mail-text.ts";

export interface Mail extends MailText {
  readonly to: string;
  /** The same with each try, so that a recipient can recognise a duplicate. */
  readonly id: string;
}

/** The operator's mail server. */
export interface Mailer {
  /** Resolves when the server has accepted it. @throws Error with the server's answer. */
  readonly send: (mail: Mail, signal: AbortSignal) => Promise<void>;
}

const storedSchema = z.object({ subject: z.string(), text: z.string() });

/** The mail stored in a message. */
export function readMail(body: string): MailText {
  return storedSchema.parse(JSON.parse(body));
}
