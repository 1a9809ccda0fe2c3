export interface FunctionUri {
  readonly functionArn: string;
  /**
   * Whether the uri is that of InvokeWithResponseStream (D, "Lambda proxy integration with payload response
   * streaming").
   */
  readonly isStreaming: boolean;
}

/**
 * The function that an integration uri names, or undefined when it names no function. Forms:
 * `arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/FUNCTION_ARN/invocations` and
 * `arn:aws:apigateway:REGION:lambda:path/2021-11-15/functions/FUNCTION_ARN/response-streaming-invocations`.
 */
export function functionOf(uri: string): FunctionUri | undefined {
  const [, path = ""] = /^arn:[^:]+:apigateway:[^:]*:lambda:path\/(.+)$/.exec(uri) ?? [];
  const whole = /^2015-03-31\/functions\/(.+)\/invocations$/.exec(path)?.[1];
  if (whole !== undefined) return { functionArn: whole, isStreaming: false };
  const streamed = /^2021-11-15\/functions\/(.+)\/response-streaming-invocations$/.exec(path)?.[1];
  return streamed === undefined ? undefined : { functionArn: streamed, isStreaming: true };
}

/** `${stageVariables.name}` replaced by the stage's value, or by nothing. */
export function withStageVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{stageVariables\.([A-Za-z0-9_]+)\}/g, (_, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? "") : "",
  );
}
