import type { Policy } from "../policy/document.ts";

/** A secret key that may sign requests to APIs, and whose it is. */
export interface Credential {
  readonly secretAccessKey: string;
  /** The ARN of the user or role session, such as `arn:aws:iam::123456789012:user/alice`. */
  readonly arn: string;
  /** The unique id (`AIDA…`, or `AROA…:session`); the name at the end of the ARN when there is none. */
  readonly userId?: string;
  /** Of a role's session: the role's own ARN, whose path that of the session has not. */
  readonly roleArn?: string;
  /** Of temporary credentials: what a request has to bring along as `X-Amz-Security-Token`. */
  readonly sessionToken?: string;
  /** Of temporary credentials: milliseconds since 1970. */
  readonly expires?: number;
  /** The identity-based policies; absent for an identity that may do everything. */
  readonly policies?: readonly Policy[];
}

export type FindCredential = (accessKeyId: string) => Credential | undefined;

/** Who called, as `$context.identity` and `$context.authorizer` say it. */
export type Caller = AnonymousCaller | IamCaller | LambdaAuthorizedCaller | UserPoolCaller;

export interface AnonymousCaller {
  readonly kind: "anonymous";
}

export interface IamCaller {
  readonly kind: "iam";
  readonly accessKey: string;
  readonly accountId: string;
  readonly userArn: string;
  /** Of a role's session, where the role is known. */
  readonly roleArn?: string;
  readonly caller: string;
  readonly user: string;
}

/** Let in by a Lambda authorizer. */
export interface LambdaAuthorizedCaller {
  readonly kind: "lambda";
  readonly principalId: string;
  /** What the authorizer said besides: values are text, whatever they were (D, output of a Lambda authorizer). */
  readonly context: Readonly<Record<string, string>>;
  /** Milliseconds that the authorizer took; 0 when its answer came from the cache. */
  readonly integrationLatency: number;
  /** Whether the authorizer said so of an earlier request. */
  readonly isKept: boolean;
  /** The API key that the authorizer chose, where the API asks it for one. */
  readonly usageIdentifierKey?: string;
}

/** Let in by a token of an Amazon Cognito user pool. */
export interface UserPoolCaller {
  readonly kind: "cognito";
  /** The claims of the token, as text. */
  readonly claims: Readonly<Record<string, string>>;
}

/** The caller that a credential stands for. */
export function callerOf(accessKeyId: string, { arn, userId, roleArn }: Credential): IamCaller {
  const [, , , , accountId = "", resource = ""] = arn.split(":");
  const id = userId ?? resource.slice(resource.lastIndexOf("/") + 1);
  const role = roleArn === undefined ? undefined : { roleArn };
  return { kind: "iam", accessKey: accessKeyId, accountId, userArn: arn, ...role, caller: id, user: id };
}
