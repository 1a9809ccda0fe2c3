import type { OperationTable } from "../../protocol/operation-table.ts";
import * as alias from "./alias.ts";
import { GetFunctionCodeSigningConfig } from "./code-signing.ts";
import * as concurrency from "./concurrency.ts";
import type { LambdaContext } from "./context.ts";
import * as eventInvokeConfig from "./event-invoke-config.ts";
import * as lambdaFunction from "./function.ts";
import * as functionUpdate from "./function-update.ts";
import { Invoke } from "./invoke.ts";
import { InvokeWithResponseStream } from "./invoke-with-response-stream.ts";
import * as policy from "./policy.ts";
import * as tags from "./tags.ts";
import * as version from "./version.ts";

/** The operations of Lambda that are implemented. */
export const lambdaOperations: OperationTable<LambdaContext> = {
  CreateFunction: lambdaFunction.CreateFunction,
  GetFunction: lambdaFunction.GetFunction,
  GetFunctionConfiguration: lambdaFunction.GetFunctionConfiguration,
  ListFunctions: lambdaFunction.ListFunctions,
  DeleteFunction: lambdaFunction.DeleteFunction,

  UpdateFunctionCode: functionUpdate.UpdateFunctionCode,
  UpdateFunctionConfiguration: functionUpdate.UpdateFunctionConfiguration,

  PublishVersion: version.PublishVersion,
  ListVersionsByFunction: version.ListVersionsByFunction,

  CreateAlias: alias.CreateAlias,
  GetAlias: alias.GetAlias,
  ListAliases: alias.ListAliases,
  UpdateAlias: alias.UpdateAlias,
  DeleteAlias: alias.DeleteAlias,

  PutFunctionConcurrency: concurrency.PutFunctionConcurrency,
  GetFunctionConcurrency: concurrency.GetFunctionConcurrency,
  DeleteFunctionConcurrency: concurrency.DeleteFunctionConcurrency,
  GetAccountSettings: concurrency.GetAccountSettings,

  PutFunctionEventInvokeConfig: eventInvokeConfig.PutFunctionEventInvokeConfig,
  UpdateFunctionEventInvokeConfig: eventInvokeConfig.UpdateFunctionEventInvokeConfig,
  GetFunctionEventInvokeConfig: eventInvokeConfig.GetFunctionEventInvokeConfig,
  ListFunctionEventInvokeConfigs: eventInvokeConfig.ListFunctionEventInvokeConfigs,
  DeleteFunctionEventInvokeConfig: eventInvokeConfig.DeleteFunctionEventInvokeConfig,

  GetFunctionCodeSigningConfig,

  AddPermission: policy.AddPermission,
  RemovePermission: policy.RemovePermission,
  GetPolicy: policy.GetPolicy,

  ListTags: tags.ListTags,
  TagResource: tags.TagResource,
  UntagResource: tags.UntagResource,

  Invoke,
  InvokeWithResponseStream,
};
