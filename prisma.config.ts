import { defineConfig } from "prisma/config";

// DATABASE_URL is the owner's: only migrations use it. Generating the client needs none.
const ownerUrl = process.env.DATABASE_URL;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  ...(ownerUrl === undefined ? {} : { datasource: { url: ownerUrl } }),
});
