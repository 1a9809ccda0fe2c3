import type {
  GetFunctionCodeSigningConfigRequest,
  GetFunctionCodeSigningConfigResponse,
} from "@aws-sdk/client-lambda";
import type { Checked } from "../../protocol/checked.ts";
import type { LambdaContext } from "./context.ts";
import { findFunction } from "./find-function.ts";

/** No function here has a code signing configuration; Terraform asks for that of every function that it reads. */
export function GetFunctionCodeSigningConfig(
  input: Checked<GetFunctionCodeSigningConfigRequest>,
  context: LambdaContext,
): Partial<GetFunctionCodeSigningConfigResponse> {
  const { functionName } = findFunction(context.store, context, input.FunctionName);
  return { FunctionName: functionName };
}
