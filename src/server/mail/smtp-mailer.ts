import type { MailSettings } from "#server/env-mail.ts";
import type { Mail, Mailer } from "#server/services/mail/mailer.ts";
import { fewAtOnce } from "./few-at-once.ts";

/** Connections to the server, per process. */
const mostAtOnce = 4;
/** Shorter than a claim lasts, so that a mail still being sent is not sent twice. */
const timeoutMs = 10_000;
const wholeMs = 25_000;

/**
 * Sends mails through the operator's SMTP server, one connection each. A password is never sent without TLS, unless the
 * server is on this machine.
 */
export function createSmtpMailer({ server, from, publicOrigin }: MailSettings): Mailer {
  const { host, port, isSecure, user, password } = server;
  const isLocal = ["localhost", "127.0.0.1", "[::1]", "::1"].includes(host);
  const options = {
    host,
    port,
    secure: isSecure,
    requireTLS: user !== null && !isLocal,
    ...(user === null ? {} : { auth: { user, pass: password ?? "" } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // A mail is plain text: it may refer to no file and no URL to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  const takeTurn = fewAtOnce(mostAtOnce);
  const domain = new URL(publicOrigin).hostname;
  const send = async ({ to, subject, text, id }: Mail, signal: AbortSignal): Promise<void> => {
    // Most installations send no mail: the library is large, so it is loaded with the first one.
    const { createTransport } = await import("nodemailer");
    const transport = createTransport(options);
    const stop = AbortSignal.any([signal, AbortSignal.timeout(wholeMs)]);
    const stopped = new Promise<never>((_, reject) => {
      stop.addEventListener("abort", () => reject(new Error("The mail server took too long.")), {
        once: true,
      });
    });
    const headers = { "auto-submitted": "auto-generated" };
    const mail = {
      from,
      to: { name: "", address: to },
      subject,
      text,
      headers,
      messageId: `<${id}@${domain}>`,
    };
    try {
      await Promise.race([transport.sendMail(mail), stopped]);
    } finally {
      transport.close();
    }
  };
  return { send: (mail, signal) => takeTurn(() => send(mail, signal)) };
}
