import type { Scenario } from "../scenario.ts";
import { method } from "./method.ts";
import { resource } from "./resource.ts";
import { restApi } from "./rest-api.ts";

/** By kind of resource, which is also the name of the file, and by name. */
export const scenarios: Readonly<Record<string, Readonly<Record<string, Scenario>>>> = {
  method,
  resource,
  "rest-api": restApi,
};
