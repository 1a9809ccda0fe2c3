import type { APIGateway } from "@aws-sdk/client-api-gateway";
import type { Lambda } from "@aws-sdk/client-lambda";

/** What a scenario calls, and where it leaves the answers. */
export interface Run {
  readonly api: APIGateway;
  readonly lambda: Lambda;
  /** Such as `us-east-1`. */
  readonly region: string;
  /** Of the account that calls. */
  readonly accountId: string;
  /** An execution role for functions, which API Gateway may assume too. */
  readonly role: string;
  /** The URL, without a slash at its end, of a web server that answers as `startBackend` of backend.ts. */
  readonly backend: string;
  /** The ARN of a network load balancer. */
  readonly loadBalancer: string;
  /**
   * Keeps under a key what a call answers, status and members, or what it is refused with: status, code and message.
   *
   * @returns the answer, without members when the call was refused
   */
  of<T extends object>(key: string, call: Promise<T>): Promise<Partial<T>>;
  /** Keeps something else that was answered. */
  keep(key: string, answer: unknown): void;
  /** A name that nothing else has. */
  name(): string;
  /** Deploys to a stage and waits until the stage answers so. */
  deploy(restApiId: string, stageName: string): Promise<void>;
  /** Waits until what was changed is answered. */
  settled(): Promise<void>;
  /** A request to a stage. */
  invoke(stage: StageOf, path: string, request?: InvokeRequest): Promise<Invoked>;
}

export interface StageOf {
  readonly restApiId: string;
  readonly stageName: string;
}

export interface InvokeRequest {
  /** GET when absent. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Invoked {
  readonly status: number;
  /** As they were sent; values of the same name are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Calls that were made of AWS too, whose answers there are in `recorded/`. */
export type Scenario = (run: Run) => Promise<void>;
