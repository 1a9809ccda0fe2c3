import type { ApiDescription, RouteDescription } from "@gatewright/runtime/describe";
import type { Problem } from "../errors.ts";

/** Refuses what the runtime can describe and this package cannot deploy, rather than leave it out. */
export function checkSupported({ name, headers = {}, routes }: ApiDescription): readonly Problem[] {
  return [
    ...Object.entries(headers).flatMap(([header, value]) => checkHeader(name, header, value)),
    ...routes.flatMap(checkInput),
  ];
}

/** API Gateway writes a fixed header as a value in single quotes, and documents no way to have one inside. */
function checkHeader(api: string, header: string, value: string): readonly Problem[] {
  if (/^[^'\r\n]*$/.test(value)) return [];
  const message = `${api}: headers.${header}: API Gateway takes no single quote and no line break in a fixed header. Leave it out, or answer it in the routes.`;
  return [{ code: "UnsupportedHeader", message }];
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
