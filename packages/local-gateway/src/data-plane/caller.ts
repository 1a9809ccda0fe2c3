/** A secret key that may sign requests to APIs, and whose it is. */
export interface Credential {
  readonly secretAccessKey: string;
  /** The ARN of the user or role session, such as `arn:aws:iam::123456789012:user/alice`. */
  readonly arn: string;
  /** The unique id (`AIDA…`, or `AROA…:session`); the name at the end of the ARN when there is none. */
  readonly userId?: string;
  /** Of temporary credentials: what a request has to bring along as `X-Amz-Security-Token`. */
  readonly sessionToken?: string;
  /** Of temporary credentials: milliseconds since 1970. */
  readonly expires?: number;
}

export type FindCredential = (accessKeyId: string) => Credential | undefined;

/** Who called, as `$context.identity` says it. */
export type Caller =
  | { readonly kind: "anonymous" }
  | {
      readonly kind: "iam";
      readonly accessKey: string;
      readonly accountId: string;
      readonly userArn: string;
      readonly caller: string;
      readonly user: string;
    };

/** The caller that a credential stands for. */
export function callerOf(accessKeyId: string, { arn, userId }: Credential): Caller {
  const [, , , , accountId = "", resource = ""] = arn.split(":");
  const id = userId ?? resource.slice(resource.lastIndexOf("/") + 1);
  return { kind: "iam", accessKey: accessKeyId, accountId, userArn: arn, caller: id, user: id };
}
