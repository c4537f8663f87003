import { expect, test } from "@playwright/test";

test("the health and readiness endpoints answer", async ({ request }) => {
  for (const path of ["/api/health", "/api/ready"]) {
    const answer = await request.get(path);
    expect(answer.status(), path).toBe(200);
    expect(answer.headers()["content-type"], path).toContain("application/json");
  }
});

test("files that browsers and robots request are public", async ({ page, request }) => {
  for (const [path, type] of [
    ["/favicon.svg", "image/svg+xml"],
    ["/favicon.ico", "image/"],
    ["/apple-touch-icon.png", "image/png"],
    ["/icon-192.png", "image/png"],
    ["/icon-512.png", "image/png"],
    ["/robots.txt", "text/plain"],
    ["/manifest.webmanifest", "application/manifest+json"],
  ] as const) {
    const answer = await request.get(path, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(200);
    expect(answer.headers()["content-type"], path).toContain(type);
    expect(answer.headers()["cache-control"], path).toBe("public, max-age=86400");
  }
  await page.goto("/");
  await expect(page.locator('link[rel="manifest"]')).toHaveAttribute("href", "/manifest.webmanifest");
  await expect(page.locator('link[rel="icon"]').first()).toHaveAttribute("href", "/favicon.svg");
  await expect(page.locator('meta[name="theme-color"]')).toHaveCount(2);
});

test("the engine's endpoint refuses unsigned requests", async ({ request }) => {
  const answers = await Promise.all([
    request.get("/api/inngest"),
    request.put("/api/inngest"),
    request.post("/api/inngest?fnId=penstock-run-node&stepId=step", { data: { event: {}, events: [] } }),
  ]);
  for (const answer of answers) expect([401, 404]).toContain(answer.status());
});

test("the first page has a strict policy, and no console errors", async ({ page }) => {
  const faults: string[] = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(error.message));
  const answer = await page.goto("/");
  await expect(page).toHaveTitle(/Penstock/);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();

  const headers = answer?.headers() ?? {};
  const policy = headers["content-security-policy"] ?? "";
  expect(policy).toMatch(/script-src [^;]*'nonce-/);
  expect(policy.match(/script-src [^;]*/)?.[0]).not.toContain("'unsafe-inline'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["x-powered-by"]).toBeUndefined();
  expect(faults).toEqual([]);
});

test("an API token does not change what a page shows", async ({ request }) => {
  for (const path of ["/", "/sign-in", "/somewhere/pipelines", "/no/such/page"]) {
    const plain = await request.get(path, { maxRedirects: 0 });
    for (const authorization of ["Bearer pen_nothing", "Basic eDp5", "nonsense"]) {
      const answer = await request.get(path, { headers: { authorization }, maxRedirects: 0 });
      expect(answer.status(), `${path} with ${authorization}`).toBe(plain.status());
    }
  }
});
