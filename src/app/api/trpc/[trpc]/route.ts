import { webProcess } from "#server/composition.ts";
import { handleTrpcRequest } from "#server/trpc/handle-request.ts";

function answer(request: Request): Promise<Response> {
  const { tools, auth } = webProcess();
  return handleTrpcRequest(tools, auth, request);
}

export { answer as GET, answer as POST };
