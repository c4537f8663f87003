import { existsSync } from "node:fs";
import { PHASE_DEVELOPMENT_SERVER, PHASE_PRODUCTION_BUILD } from "next/constants.js";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Native or stateful: the server requires them, the bundler leaves them alone.
  serverExternalPackages: [
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "graphile-worker",
    "inngest",
    "pg",
    "pino",
  ],
  // Types are a check of their own (npm test): whoever only starts Penstock need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // Templates of pipelines are files that people can read; the browser gets their text.
  turbopack: { rules: { "*.yaml": { type: "text" } } },
  headers: async () => [
    {
      // What lies in public/ has no hash in its name: kept for a day, not for ever.
      source: "/:file([^/]+\\.(?:ico|png|svg|txt|webmanifest))",
      headers: [{ key: "Cache-Control", value: "public, max-age=86400" }],
    },
    {
      source: "/(.*)",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "X-Frame-Options", value: "DENY" },
        { key: "Referrer-Policy", value: "no-referrer" },
        { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
        { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
        { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=()" },
      ],
    },
  ],
};

/**
 * A third of the first build went into what nobody reads. The server is not started with source maps, so none are made
 * for it. Its own code is not made smaller: no browser fetches it, and its errors name what is in the sources. What a
 * build keeps for the next one is written from the second on: most checkouts are built once.
 */
const build = {
  turbopackSourceMaps: false,
  turbopackMinify: { client: true, server: false },
  turbopackFileSystemCacheForBuild: existsSync(new URL(".next/BUILD_ID", import.meta.url)),
};

/** Pages named `*.dev.tsx` are routes of the development server only. */
export default function nextConfig(phase) {
  const pageExtensions = phase === PHASE_DEVELOPMENT_SERVER ? ["tsx", "ts", "dev.tsx"] : ["tsx", "ts"];
  return { ...config, pageExtensions, ...(phase === PHASE_PRODUCTION_BUILD ? { experimental: build } : {}) };
}
