import { handleAuthRequest } from "#server/auth/handle-auth-request.ts";
import { webProcess } from "#server/composition.ts";

function answer(request: Request): Promise<Response> {
  const { tools, auth } = webProcess();
  return handleAuthRequest(tools, auth, request);
}

export { answer as GET, answer as POST };
