import { z } from "zod";

/** An SMTP server. */
interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the start; otherwise STARTTLS where the server offers it. */
  readonly isSecure: boolean;
  readonly user: string | null;
  readonly password: string | null;
}

interface Sender {
  readonly name: string;
  readonly address: string;
}

/** What is needed to send mails. */
export interface MailSettings {
  readonly server: SmtpServer;
  readonly from: Sender;
  /** The public URL of this Penstock, used in message ids. */
  readonly publicOrigin: string;
}

/** `smtps://user:password@smtp.example.com:465`: special characters of user and password are percent-encoded. */
const smtpUrl = z.string().transform((text, context): SmtpServer => {
  const server = readSmtpServer(text);
  if (server !== null) return server;
  const message =
    "must be an address such as smtps://user:password@smtp.example.com:465, or smtp://… for STARTTLS";
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

function readSmtpServer(text: string): SmtpServer | null {
  const url = /^smtps?:\/\//.test(text) && URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.hostname === "" || !["", "/"].includes(url.pathname) || url.search !== "")
    return null;
  const isSecure = url.protocol === "smtps:";
  const port = url.port === "" ? (isSecure ? 465 : 587) : Number(url.port);
  try {
    const user = url.username === "" ? null : decodeURIComponent(url.username);
    const password = url.password === "" ? null : decodeURIComponent(url.password);
    return { host: url.hostname, port, isSecure, user, password };
  } catch {
    return null;
  }
}

const mailAddress = /^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/;
const namedAddress = /^([^<>"\r\n]*)<([^<>]+)>$/;

/** `penstock@example.com`, or `Penstock <penstock@example.com>`. */
const mailFrom = z.string().transform((text, context) => {
  const named = namedAddress.exec(text.trim());
  const sender = { name: (named?.[1] ?? "").trim(), address: (named?.[2] ?? text).trim() };
  if (mailAddress.test(sender.address)) return sender;
  context.addIssue({
    code: "custom",
    message: "must be an e-mail address, or a name with one: Penstock <penstock@example.com>",
  });
  return z.NEVER;
});

/** The environment variables for mail: both, or neither. */
export const mailVariables = { SMTP_URL: smtpUrl.optional(), MAIL_FROM: mailFrom.optional() };

/** Null: no mail server is configured. */
export function readMailVariables(
  {
    SMTP_URL: server,
    MAIL_FROM: from,
  }: { readonly SMTP_URL?: SmtpServer | undefined; readonly MAIL_FROM?: Sender | undefined },
  publicOrigin: string,
): MailSettings | null {
  return server === undefined || from === undefined ? null : { server, from, publicOrigin };
}
