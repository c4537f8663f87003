interface PageOptions {
  /** Made new for each answer; Next puts it on the scripts it writes. */
  readonly nonce: string;
  /** Where people reach this server. */
  readonly publicOrigin: string;
  readonly isDevelopment: boolean;
}

const yearInSeconds = 365 * 24 * 60 * 60;

/**
 * What an answer with a page tells the browser about what that page may do, and how this server is to be called from
 * now on.
 */
export function pageHeaders(options: PageOptions): Readonly<Record<string, string>> {
  return {
    "content-security-policy": contentSecurityPolicy(options),
    // Of this host alone: what else runs on the domain is not ours to decide.
    ...(options.publicOrigin.startsWith("https://")
      ? { "strict-transport-security": `max-age=${yearInSeconds}` }
      : {}),
  };
}

/** The development server's own tools evaluate code and write styles; production does neither. */
function contentSecurityPolicy({ nonce, isDevelopment }: PageOptions): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // The graph places nodes with style attributes; they can load nothing, because images and fonts have their own
    // rules.
    "style-src-attr 'unsafe-inline'",
    // Large graphs are laid out in a thread of their own.
    "worker-src 'self'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join("; ");
}
