import { InngestCommHandler, type ServeHandlerOptions } from "inngest";

/** One request of the Inngest protocol to our own functions. */
export interface SdkRequest {
  readonly method: "POST" | "PUT";
  readonly query: { readonly [name: string]: string };
  /** Lower-case names. */
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

export interface SdkAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

export type SdkHandler = (request: SdkRequest) => Promise<SdkAnswer>;

/** Any URL will do: nothing listens there, it only carries the query. */
const address = "http://penstock.embedded/api/inngest";
/** Variables that would change the private handler's behaviour; they are meant for a public one. */
const neutralEnvironment = { INNGEST_STREAMING: "false", INNGEST_ALLOW_IN_BAND_SYNC: "true" };
/** Steps follow one another in one request for as long as needed: no host cuts it off. */
const noMaxRuntime = 0;

/**
 * The SDK's request handler, called in this process. It does not check signatures, since only the engine can reach it;
 * never mount it on a route.
 */
export function createSdkHandler(options: ServeHandlerOptions): SdkHandler {
  const handler = new InngestCommHandler({
    frameworkName: "penstock-embedded",
    client: options.client,
    functions: options.functions,
    skipSignatureValidation: true,
    defaultMaxRuntime: noMaxRuntime,
    handler: (request: SdkRequest) => ({
      method: () => request.method,
      headers: (name: string) => request.headers[name.toLowerCase()] ?? null,
      body: () => request.body,
      url: () => new URL(`?${new URLSearchParams(request.query)}`, address),
      env: () => neutralEnvironment,
      transformResponse: ({ status, headers, body }): SdkAnswer => ({
        status,
        headers: lowerCased(headers),
        body,
      }),
    }),
  });
  return handler.createHandler();
}

function lowerCased(headers: { readonly [name: string]: string }): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
