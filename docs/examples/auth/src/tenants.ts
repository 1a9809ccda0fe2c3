import { authorizer, lambdaAuthorizer } from "@gatewright/runtime";

export const tenants = lambdaAuthorizer({
  name: "tenants",
  type: "request",
  identitySources: ["method.request.header.x-key", "method.request.querystring.tenant"],
  ttl: 60,
  context: { tenant: "string" },
});

export const handler = authorizer.request(tenants, ({ header, query, allow, deny }) => {
  const tenant = query("tenant");
  if (tenant === undefined || header("x-key") !== `key of ${tenant}`) return deny();
  return allow({ principal: tenant, context: { tenant }, resources: ["GET/orders/*", "POST/orders"] });
});
