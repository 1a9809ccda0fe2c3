import type { OperationTable } from "../../protocol/rest-json-service.ts";
import type { LambdaContext } from "./context.ts";
import * as lambdaFunction from "./function.ts";
import * as functionUpdate from "./function-update.ts";
import { Invoke } from "./invoke.ts";
import * as policy from "./policy.ts";
import * as tags from "./tags.ts";

/** The operations of Lambda that are implemented. */
export const lambdaOperations: OperationTable<LambdaContext> = {
  CreateFunction: lambdaFunction.CreateFunction,
  GetFunction: lambdaFunction.GetFunction,
  GetFunctionConfiguration: lambdaFunction.GetFunctionConfiguration,
  ListFunctions: lambdaFunction.ListFunctions,
  DeleteFunction: lambdaFunction.DeleteFunction,

  UpdateFunctionCode: functionUpdate.UpdateFunctionCode,
  UpdateFunctionConfiguration: functionUpdate.UpdateFunctionConfiguration,

  AddPermission: policy.AddPermission,
  RemovePermission: policy.RemovePermission,
  GetPolicy: policy.GetPolicy,

  ListTags: tags.ListTags,
  TagResource: tags.TagResource,
  UntagResource: tags.UntagResource,

  Invoke,
};
