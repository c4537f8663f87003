import type { NextRequest } from "next/server";
import { processDoor } from "./process-door.ts";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";
/** In seconds; longer than the longest allowed node. */
export const maxDuration = 3600;

async function answer(method: "GET" | "POST" | "PUT", request: NextRequest): Promise<Response> {
  const door = await processDoor();
  if (door === null) return Response.json({ error: "There is nothing here." }, { status: 404 });
  return door.handlers[method](request, undefined);
}

export const GET = (request: NextRequest) => answer("GET", request);
export const POST = (request: NextRequest) => answer("POST", request);
export const PUT = (request: NextRequest) => answer("PUT", request);
