import { z } from "zod";
import type { MailText } from "#core/policy/mail-text.ts";

export interface Mail extends MailText {
  readonly to: string;
  /** The same with each try, so that whoever gets it twice can tell. */
  readonly id: string;
}

/** The operator's server for mail. */
export interface Mailer {
  /** Resolves when the server has taken it. @throws Error with what the server said. */
  readonly send: (mail: Mail, signal: AbortSignal) => Promise<void>;
}

const storedSchema = z.object({ subject: z.string(), text: z.string() });

/** The mail that a message holds. */
export function readMail(body: string): MailText {
  return storedSchema.parse(JSON.parse(body));
}
