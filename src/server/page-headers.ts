interface PageOptions {
  /** Generated for each response; Next puts it on the scripts it writes. */
  readonly nonce: string;
  /** The public URL of this server. */
  readonly publicOrigin: string;
  readonly isDevelopment: boolean;
}

const yearInSeconds = 365 * 24 * 60 * 60;

/** The headers of a page: what it may load and do, and whether the browser must use https from now on. */
export function pageHeaders(options: PageOptions): Readonly<Record<string, string>> {
  return {
    "content-security-policy": contentSecurityPolicy(options),
    // For this host alone: other hosts of the domain are not ours to decide.
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
    // The graph positions nodes with style attributes. These can load nothing, because images and fonts have their own
    // rules.
    "style-src-attr 'unsafe-inline'",
    // Large graphs are laid out in a web worker.
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
