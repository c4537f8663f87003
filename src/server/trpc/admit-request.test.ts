import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { admitRequest, requestLimits } from "./admit-request.ts";

const url = "http://localhost:3000/api/trpc/pipelines.validate";
const post = (body: string, contentType = "application/json") =>
  new Request(url, { method: "POST", body, headers: { "content-type": contentType } });
const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

async function refusal(request: Request): Promise<string | null> {
  const admission = await admitRequest(request);
  return admission.ok ? null : admission.error.code;
}

describe("admitRequest", () => {
  it("accepts any JSON of reasonable size and depth unchanged", async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (json) => {
        const admission = await admitRequest(post(json));
        expect(admission.ok).toBe(true);
        expect(await admission.request.text()).toBe(json);
      }),
    );
  });

  it("counts brackets outside strings only", async () => {
    expect(await refusal(post(nested(requestLimits.depth)))).toBeNull();
    expect(await refusal(post(nested(requestLimits.depth + 1)))).toBe("INVALID_INPUT");
    expect(await refusal(post(JSON.stringify({ text: `\\"${nested(500)}` })))).toBeNull();
    expect(await refusal(post(`{"text":"\\\\",${"[".repeat(200)}`))).toBe("INVALID_INPUT");
  });

  it("checks the input in the URL too", async () => {
    const address = `${url}?input=${encodeURIComponent(nested(200))}`;
    expect(await refusal(new Request(address))).toBe("INVALID_INPUT");
  });

  it("names a number whose digits would be lost", async () => {
    const told = async (request: Request) => {
      const admission = await admitRequest(request);
      return admission.ok ? null : admission.error.message;
    };
    const input = '{"input":{"ids":[1,9007199254740993]}}';
    const message =
      "The input cannot be accepted. input.ids[1]: the number 9007199254740993 has more digits than can be kept; put quotes around it to keep it as text.";
    expect(await told(post(input))).toBe(message);
    const batch = new Request(`${url}?batch=1`, post(`{"0":${input}}`));
    expect(await told(batch)).toBe(message);
    expect(await told(new Request(`${url}?input=${encodeURIComponent(input)}`))).toBe(message);
    expect(await told(post('{"input":9007199254740993'))).toBeNull();
    expect(await told(post(input.replace("993", "992")))).toBeNull();
  });

  it("stops reading at the limit, whatever length was announced", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 100_000;
        controller.enqueue(new Uint8Array(100_000).fill(32));
      },
    });
    const headers = { "content-type": "application/json" };
    // Node requires `duplex` for a streamed body; the types do not know it.
    const init = { method: "POST", body: endless, headers, duplex: "half" };
    expect(await refusal(new Request(url, init))).toBe("PAYLOAD_TOO_LARGE");
    expect(sent).toBeLessThan(requestLimits.bodyBytes * 1.5);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])(
    "refuses what another site could send without a preflight: %j",
    async (contentType) => {
      expect(await refusal(post("{}", contentType))).toBe("INVALID_INPUT");
    },
  );
});
