/** A function as the store keeps it. */
export interface FunctionRecord {
  readonly functionName: string;
  /** Ends with the version, if it is a published one. */
  readonly functionArn: string;
  /** A published version's number; absent: `$LATEST`. */
  readonly version?: string;
  readonly region: string;
  readonly runtime: string;
  readonly handler: string;
  readonly role: string;
  readonly description: string;
  /** Seconds. */
  readonly timeout: number;
  /** Megabytes. */
  readonly memorySize: number;
  readonly environment: { readonly [name: string]: string };
  /** Whether an environment was given, be it without variables: it is shown then. */
  readonly hasEnvironment?: boolean;
  /** SHA-256 of the zip in base64, as Lambda reports it. */
  readonly codeSha256: string;
  readonly codeSize: number;
  /** The store's name for the zip. */
  readonly codeBlob: string;
  readonly lastModified: string;
  /** Changes with every change of code or configuration. */
  readonly revisionId: string;
  readonly tags: { readonly [key: string]: string };
  /** As asked for; functions run on the machine's own. Absent: x86_64. */
  readonly architecture?: string;
  /** Megabytes of /tmp as asked for; not enforced. Absent: 512. */
  readonly ephemeralStorage?: number;
  /** The ARN of the queue or topic that gets the asynchronous events that are given up; absent or empty: none. */
  readonly deadLetterTarget?: string;
  /** Statements of the resource-based policy of this very version, or of the function without a qualifier. */
  readonly policy: Policy;
  /** The number that was published last; absent from versions and while there is none. */
  readonly lastVersion?: number;
  /** What `$LATEST` was when that was published, so that it is not published twice. */
  readonly publishedState?: string;
  /** Invocations that may run at once, all versions together; absent: only the account's limit holds. */
  readonly reservedConcurrency?: number;
}

/** A name for one version of a function, or for two that share its invocations. */
export interface AliasRecord {
  readonly name: string;
  readonly description: string;
  /** `$LATEST` or a number. */
  readonly functionVersion: string;
  /** The shares of further versions, from 0 to 1. */
  readonly weights: { readonly [version: string]: number };
  readonly revisionId: string;
  readonly policy: Policy;
}

/** By statement id. */
export interface Policy {
  readonly [statementId: string]: PolicyStatement;
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: { readonly Service: string } | { readonly AWS: string } | "*";
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string } };
}
