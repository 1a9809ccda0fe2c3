import { lambdaAuthorizer } from "@gatewright/runtime";

export const sessions = lambdaAuthorizer({
  name: "sessions",
  type: "token",
  validation: "^Bearer .+$",
  context: { user: "string", level: "number", admin: "boolean" },
});
