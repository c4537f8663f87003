/** An error response. It never leaves the adapter: its body may echo the key or the prompt. */
export class RefusedAnswer extends Error {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;

  constructor(status: number, headers: Headers, body: unknown) {
    super("A vendor refused a request");
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}
