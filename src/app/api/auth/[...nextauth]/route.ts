import { type AuthRoute, handleAuthRequest } from "#server/auth/handle-auth-request.ts";
import { webProcess } from "#server/composition.ts";

function answer(request: Request, route: AuthRoute): Promise<Response> {
  const { tools, auth } = webProcess();
  return handleAuthRequest(tools, auth, request, route);
}

export { answer as GET, answer as POST };
