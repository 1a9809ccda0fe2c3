/** What those of AWS's own policies allow that matter to an API (D, AWS managed policy reference). */
const allowing: { readonly [name: string]: readonly string[] | undefined } = {
  AdministratorAccess: ["*"],
  AmazonAPIGatewayInvokeFullAccess: ["execute-api:Invoke", "execute-api:ManageConnections"],
  AWSLambda_FullAccess: ["lambda:*"],
  AWSLambdaRole: ["lambda:InvokeFunction"],
  AmazonDynamoDBFullAccess: ["dynamodb:*"],
  AmazonEventBridgeFullAccess: ["events:*"],
  AmazonKinesisFullAccess: ["kinesis:*"],
  AmazonS3FullAccess: ["s3:*"],
  AmazonSNSFullAccess: ["sns:*"],
  AmazonSQSFullAccess: ["sqs:*"],
  AWSStepFunctionsFullAccess: ["states:*"],
  CloudWatchLogsFullAccess: ["logs:*"],
  IAMFullAccess: ["iam:*"],
};

/** A policy of AWS's by its name; undefined when nothing is known of it here. */
export function managedPolicy(name: string): string | undefined {
  if (name === "PowerUserAccess") {
    return statement({ NotAction: ["iam:*", "organizations:*", "account:*"] });
  }
  const actions = Object.hasOwn(allowing, name) ? allowing[name] : undefined;
  return actions && statement({ Action: actions });
}

function statement(what: object): string {
  return JSON.stringify({ Statement: { Effect: "Allow", ...what, Resource: "*" } });
}
