import { compare } from "../src/canonical.ts";
import { compareMethods } from "../src/normalise.ts";
import type { Call, MethodKey, PatchOperation } from "../src/plan/calls.ts";
import type { AuthorizerState, FunctionState, MethodState, State } from "../src/state.ts";

/** What is there after some calls: AWS's rules in so far as a plan relies on them, on a state instead of an account. */
export function carryOut(calls: readonly Call[], before: State, desired: State): State {
  return calls.reduce((state, call) => step(state, call, desired), before);
}

function step(state: State, call: Call, desired: State): State {
  const { role, restApi, stage, functions } = state;
  switch (call.operation) {
    case "CreateRole":
      if (role !== undefined) throw new Error("EntityAlreadyExists");
      return { ...state, role: { name: call.roleName, managedPolicies: [] } };
    case "AttachRolePolicy":
      return {
        ...state,
        role: {
          name: call.roleName,
          managedPolicies: [...there(role).managedPolicies, call.policyArn].sort(compare),
        },
      };
    case "DetachRolePolicy":
      return {
        ...state,
        role: {
          name: call.roleName,
          managedPolicies: there(role).managedPolicies.filter((one) => one !== call.policyArn),
        },
      };
    case "DeleteRole": {
      const { role: gone, ...rest } = state;
      if (there(gone).managedPolicies.length > 0) throw new Error("DeleteConflict");
      return rest;
    }
    case "CreateFunction": {
      const { functionName: name, label, configuration, codeSha256 } = call;
      if (functions.some((one) => one.name === name)) throw new Error("ResourceConflictException");
      const { codeSize } = there(desired.functions.find((one) => one.name === name));
      const made: FunctionState = { name, label, configuration, codeSha256, codeSize, permission: "none" };
      return {
        ...state,
        functions: [...functions, made].sort((left, right) => compare(left.name, right.name)),
      };
    }
    case "UpdateFunctionCode": {
      const { codeSize } = there(desired.functions.find(({ name }) => name === call.functionName));
      return withFunction(state, call, (one) => ({ ...one, codeSha256: call.codeSha256, codeSize }));
    }
    case "UpdateFunctionConfiguration":
      return withFunction(state, call, (one) => ({ ...one, configuration: call.configuration }));
    case "DeleteFunction":
      return {
        ...withFunction(state, call, (one) => one),
        functions: functions.filter(({ name }) => name !== call.functionName),
      };
    case "AddPermission":
      return withFunction(state, call, (one) => {
        if (one.permission !== "none") throw new Error("ResourceConflictException");
        return { ...one, permission: "granted" };
      });
    case "RemovePermission":
      return withFunction(state, call, (one) => ({ ...one, permission: "none" }));
    case "CreateRestApi": {
      const { name, description, endpointType, binaryMediaTypes } = call;
      return {
        ...state,
        restApi: {
          name,
          description,
          endpointType,
          binaryMediaTypes,
          resources: [],
          authorizers: [],
          gatewayResponses: {},
          methods: [],
        },
      };
    }
    case "UpdateRestApi": {
      const api = { ...there(restApi), binaryMediaTypes: new Set(there(restApi).binaryMediaTypes) };
      for (const { op, path, value = "" } of call.patch) {
        const [, member = "", type = ""] = path.split("/");
        if (member === "endpointConfiguration") api.endpointType = value;
        else if (member !== "binaryMediaTypes") Object.assign(api, { [member]: value });
        else if (op === "add") api.binaryMediaTypes.add(type.replace("~1", "/"));
        else if (!api.binaryMediaTypes.delete(type.replace("~1", "/"))) throw new Error("NotFoundException");
      }
      return { ...state, restApi: { ...api, binaryMediaTypes: [...api.binaryMediaTypes].sort() } };
    }
    case "DeleteRestApi": {
      const { restApi: api, stage: served, ...rest } = state;
      there(api);
      return rest;
    }
    case "CreateAuthorizer": {
      const { authorizers, ...rest } = there(restApi);
      if (authorizers.some(({ name }) => name === call.authorizer.name)) throw new Error("ConflictException");
      const made = [...authorizers, call.authorizer].sort((left, right) => compare(left.name, right.name));
      return { ...state, restApi: { ...rest, authorizers: made } };
    }
    case "UpdateAuthorizer": {
      const { authorizers, ...rest } = there(restApi);
      const before = there(authorizers.find(({ name }) => name === call.authorizerName));
      const after = call.patch.reduce(patchAuthorizer, before);
      return {
        ...state,
        restApi: { ...rest, authorizers: authorizers.map((one) => (one === before ? after : one)) },
      };
    }
    case "DeleteAuthorizer": {
      const { authorizers, methods, ...rest } = there(restApi);
      there(authorizers.find(({ name }) => name === call.authorizerName));
      if (methods.some(({ request }) => request.authorizer === call.authorizerName))
        throw new Error("ConflictException: a method uses it");
      const left = authorizers.filter(({ name }) => name !== call.authorizerName);
      return { ...state, restApi: { ...rest, methods, authorizers: left } };
    }
    case "PutGatewayResponse": {
      const { gatewayResponses, ...rest } = there(restApi);
      const all = { ...gatewayResponses, [call.responseType]: call.responseParameters };
      return { ...state, restApi: { ...rest, gatewayResponses: all } };
    }
    case "DeleteGatewayResponse": {
      const { gatewayResponses, ...rest } = there(restApi);
      const { [call.responseType]: gone, ...left } = gatewayResponses;
      there(gone);
      return { ...state, restApi: { ...rest, gatewayResponses: left } };
    }
    case "CreateResource": {
      const parent = call.path.slice(0, call.path.lastIndexOf("/"));
      const siblings = there(restApi).resources.filter(
        (path) => path.slice(0, path.lastIndexOf("/")) === parent,
      );
      if (siblings.includes(call.path)) throw new Error("ConflictException");
      const variables = [...siblings, call.path].filter((path) =>
        path.slice(parent.length + 1).startsWith("{"),
      );
      if (variables.length > 1) throw new Error("BadRequestException: a sibling has a variable path part");
      if (parent !== "") there(there(restApi).resources.find((path) => path === parent));
      return {
        ...state,
        restApi: { ...there(restApi), resources: [...there(restApi).resources, call.path].sort(compare) },
      };
    }
    case "DeleteResource": {
      const { resources, methods, ...rest } = there(restApi);
      there(resources.find((path) => path === call.path));
      const stays = (path: string) => path !== call.path && !path.startsWith(`${call.path}/`);
      const left = { resources: resources.filter(stays), methods: methods.filter(({ path }) => stays(path)) };
      return { ...state, restApi: { ...rest, ...left } };
    }
    case "PutMethod": {
      const { path, httpMethod, request } = call;
      const { methods, resources, ...rest } = there(restApi);
      if (methods.some(same(call))) throw new Error("ConflictException");
      if (path !== "/") there(resources.find((one) => one === path));
      const { authorizer } = request;
      if (authorizer !== "") there(there(restApi).authorizers.find(({ name }) => name === authorizer));
      const made: MethodState = { path, httpMethod, request, methodResponses: {}, integrationResponses: {} };
      return { ...state, restApi: { ...rest, resources, methods: [...methods, made].sort(compareMethods) } };
    }
    case "DeleteMethod": {
      const { methods, ...rest } = there(restApi);
      there(methods.find(same(call)));
      return { ...state, restApi: { ...rest, methods: methods.filter((one) => !same(call)(one)) } };
    }
    case "PutIntegration":
      // The worst that it might do to the integration responses that are there: what is not documented.
      return withMethod(state, call, (one) => ({
        ...one,
        integration: call.integration,
        integrationResponses: {},
      }));
    case "PutMethodResponse":
      return withMethod(state, call, (one) => {
        if (one.methodResponses[call.statusCode] !== undefined) throw new Error("ConflictException");
        return { ...one, methodResponses: { ...one.methodResponses, [call.statusCode]: call.response } };
      });
    case "PutIntegrationResponse":
      return withMethod(state, call, (one) => {
        there(one.integration);
        there(one.methodResponses[call.statusCode]);
        const { [call.statusCode]: replaced, ...others } = one.integrationResponses;
        const patterns = Object.values(others).map(({ selectionPattern }) => selectionPattern);
        if (patterns.includes(call.response.selectionPattern)) throw new Error("ConflictException");
        return { ...one, integrationResponses: { ...others, [call.statusCode]: call.response } };
      });
    case "DeleteIntegrationResponse":
      return withMethod(state, call, (one) => {
        const { [call.statusCode]: gone, ...others } = one.integrationResponses;
        there(gone);
        return { ...one, integrationResponses: others };
      });
    case "CreateDeployment":
      return state;
    case "CreateStage":
    case "UpdateStage":
      if ((stage === undefined) !== (call.operation === "CreateStage"))
        throw new Error("There is, or is not, a stage.");
      return { ...state, stage: there(desired.stage) };
  }
}

function patchAuthorizer(
  authorizer: AuthorizerState,
  { op, path, value = "" }: PatchOperation,
): AuthorizerState {
  const member = path.slice(1);
  if (member === "providerARNs") {
    const others = authorizer.providerARNs.filter((arn) => arn !== value);
    return { ...authorizer, providerARNs: op === "add" ? [...others, value].sort(compare) : others };
  }
  const isNumber = member === "authorizerResultTtlInSeconds";
  return { ...authorizer, [member]: isNumber ? Number(value) : value };
}

function withFunction(
  state: State,
  { functionName }: { functionName: string },
  change: (one: FunctionState) => FunctionState,
): State {
  there(state.functions.find(({ name }) => name === functionName));
  return {
    ...state,
    functions: state.functions.map((one) => (one.name === functionName ? change(one) : one)),
  };
}

function withMethod(state: State, key: MethodKey, change: (one: MethodState) => MethodState): State {
  const restApi = there(state.restApi);
  there(restApi.methods.find(same(key)));
  return {
    ...state,
    restApi: { ...restApi, methods: restApi.methods.map((one) => (same(key)(one) ? change(one) : one)) },
  };
}

function same({ path, httpMethod }: MethodKey): (one: MethodKey) => boolean {
  return (one) => one.path === path && one.httpMethod === httpMethod;
}

function there<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("NotFoundException");
  return value;
}
