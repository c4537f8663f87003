/** A failure of the proxy that a request went through. */
export interface ProxyFault {
  /** For people: what happened, and who can look into it. */
  readonly message: string;
  /** The proxy's answer instead of a tunnel. Null: it could not be reached. */
  readonly httpStatus: number | null;
  readonly isPassing: boolean;
}

const remedy = "The operator of this Penstock can look at EGRESS_PROXY and at the proxy's rules.";
/**
 * With a proxy, nothing else is connected to, so a failed connection means that the proxy was not reached. A connection
 * that broke later may have carried the request, which says nothing about the proxy.
 */
const unreached = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** The proxy's fault in a failed request. Null: as far as we know, the proxy is not to blame. */
export function findProxyFault(error: unknown, url: URL): ProxyFault | null {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const status = /^Proxy .*?\b([45]\d\d)\b/.exec(cause.message)?.[1];
    if (status !== undefined) {
      const httpStatus = Number(status);
      const message = `The proxy that requests go through refused the request to ${url.host}, with status ${status}. ${remedy}`;
      return { message, httpStatus, isPassing: httpStatus >= 500 };
    }
    const code = "code" in cause ? String(cause.code) : "";
    if (unreached.test(code)) {
      const message = `The proxy that requests go through could not be reached (${code}), so ${url.host} was not asked. ${remedy}`;
      return { message, httpStatus: null, isPassing: true };
    }
  }
  return null;
}
