import type { UserPools } from "./cognito/verify.ts";
import type { Clock, Ids, Log } from "./effects.ts";
import type { FaultDocument } from "./faults/fault-document.ts";
import type { Credentials } from "./iam/context.ts";
import type { ServiceEndpoints } from "./services/service-endpoints.ts";

export interface GatewayOptions {
  /** 0, the default, takes any that is free. */
  readonly port?: number;
  /** Loopback only: what is deployed here runs code. */
  readonly host?: "127.0.0.1";
  /** Host names, without ports, that requests may have besides localhost, *.localhost and loopback addresses. */
  readonly allowedHosts?: readonly string[];
  /** Where everything is kept; without it, everything is gone at the end. */
  readonly dataDirectory?: string;
  /** Twelve digits; `123456789012` by default. */
  readonly accountId?: string;
  /** Who may sign requests, by access key; by default `test` with the secret `test`. */
  readonly credentials?: Credentials;
  /** Amazon Cognito user pools whose tokens somebody else signs; the gateway signs those of all others itself. */
  readonly userPools?: UserPools;
  /** Where services that integrations call are to be had, besides those that this gateway has itself. */
  readonly serviceEndpoints?: ServiceEndpoints;
  /** Whether long streamed answers are slowed down to 2 MB a second, as on AWS; true by default. */
  readonly limitsStreams?: boolean;
  /** Whether API Gateway's quotas count: calls a second, and how many of something there may be. */
  readonly quotas?: boolean;
  /** What goes wrong, until `PUT` or `DELETE /_gatewright/faults` says otherwise. */
  readonly faults?: FaultDocument;
  /** Receives the gateway's own lines and those that functions write. */
  readonly log?: Log;
  readonly clock?: Clock;
  readonly ids?: Ids;
}

/** The options with their defaults. What goes wrong may change while the gateway runs, and is no setting. */
export type Settings = {
  readonly [Name in Exclude<keyof GatewayOptions, "faults" | "dataDirectory">]-?: NonNullable<
    GatewayOptions[Name]
  >;
} & { readonly dataDirectory: string | undefined };

export interface Gateway {
  /** Such as `http://127.0.0.1:4566`, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** Ends running functions, finishes requests under way, and lets go of the port and the data directory. */
  close(): Promise<void>;
}
