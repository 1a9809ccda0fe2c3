import { authorizer } from "@gatewright/runtime";
import { findSession } from "../session-store.ts";
import { sessions } from "../sessions.ts";

export const handler = authorizer.token(sessions, async ({ token, allow, deny, unauthorized }) => {
  const session = await findSession(token.replace(/^Bearer /, ""));
  if (session === undefined) return unauthorized();
  if (session.blocked) return deny();
  const { user, level, admin } = session;
  return allow({ principal: user, context: { user, level, admin } });
});
