import type { MethodSetting } from "@aws-sdk/client-api-gateway";
import { isEmpty } from "../own.ts";
import type { DeployedStage } from "./deployed-stage.ts";
import type { RoutedRequest } from "./passing.ts";

/** A stage's settings for a method, `~1orders~1{id}/GET`, or else for all methods. */
export function methodSettingOf(
  { resourcePath, methodSettings, method }: Pick<RoutedRequest, "resourcePath" | "methodSettings" | "method">,
  { stage }: DeployedStage,
): MethodSetting | undefined {
  const settings = stage.methodSettings;
  if (settings === undefined || isEmpty(settings)) return undefined;
  const key = `${resourcePath.replaceAll("/", "~1")}/${methodSettings.httpMethod ?? method}`;
  return settings[key] ?? settings["*/*"];
}
