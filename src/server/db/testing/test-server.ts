/** Where database tests find their server; provided by the set-up of the vitest project `db`. */
export interface TestServer {
  /** The owner's URL of the migrated template that each test database is a clone of. */
  readonly templateUrl: string;
  readonly appUrl: string;
  readonly engineUrl: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    readonly testServer: TestServer;
  }
}
