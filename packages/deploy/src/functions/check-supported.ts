import type { ApiDescription, RouteDescription } from "@gatewright/runtime/describe";
import type { Problem } from "../errors.ts";

/** Refuses what the runtime can describe and this package cannot deploy yet, rather than leave it out. */
export function checkSupported({ name, cors, headers, routes }: ApiDescription): readonly Problem[] {
  const defaults = [...(cors ? ["cors"] : []), ...(headers ? ["headers"] : [])];
  return [
    ...defaults.map((what): Problem => {
      const message = `${name}: ${what} for all routes cannot be deployed yet: leave it out of api(…), and answer it in the routes.`;
      return { code: "UnsupportedDefaults", message };
    }),
    ...routes.flatMap((route) => [...checkAuth(route), ...checkInput(route)]),
  ];
}

function checkAuth({ key, auth }: RouteDescription): readonly Problem[] {
  if (auth === "none" || auth === "iam") return [];
  const what = auth === "apiKey" ? "an API key" : `the authorizer ${auth.name}`;
  const message = `${key}: auth by ${what} cannot be deployed yet: use none or iam.`;
  return [{ code: "UnsupportedAuth", message }];
}

function checkInput({ key, integration, input }: RouteDescription): readonly Problem[] {
  if (integration !== "custom") return [];
  return input
    .filter(({ kind }) => kind === "form" || kind === "stageVariable")
    .map(({ key: member, kind }) => {
      const what = kind === "form" ? "form" : "stage variable";
      const message = `${key}: input.${member}: a custom integration cannot read a ${what} yet: use the proxy integration.`;
      return { code: "UnsupportedInput", message };
    });
}
