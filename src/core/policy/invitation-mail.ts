import { type MailText, oneLine } from "./mail-text.ts";

/** The content of an invitation mail. */
export interface InvitationNews {
  readonly workspaceName: string;
  readonly makerName: string;
  readonly role: string;
  /** It lets its reader in. */
  readonly link: string;
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number;
}

/**
 * Writes the mail that carries an invitation. Its names were typed by people whom the reader may not know, so they are
 * on one line, short, and contain nothing that a mail program would turn into a link.
 */
export function writeInvitationMail({
  workspaceName,
  makerName,
  role,
  link,
  expiresAtMs,
}: InvitationNews): MailText {
  const [workspace, maker] = [plain(workspaceName), plain(makerName)];
  const lines = [
    `${maker} invites you to the workspace "${workspace}" in Penstock, as ${role}. Open this link to join:`,
    "",
    link,
    "",
    `It lets in one person, the first who opens it, until ${new Date(expiresAtMs).toISOString()}. Do not pass it on.`,
    "If you do not know who sent this, do nothing.",
    "",
  ];
  return { subject: `You are invited to ${workspace}`, text: lines.join("\n") };
}

const longestName = 60;

function plain(name: string): string {
  return oneLine(name.replace(/[/\\:@]|\.(?=\S)/g, " "), longestName);
}
