import {
  type ApiError,
  type CallOptions,
  type ClientOptions,
  type CommonError,
  createClient,
  type NoInput,
  type Result,
  type Routes,
  sigv4,
} from "@gatewright/client";

export interface Shop {
  /** `GET /greeting` */
  readonly greet: {
    (input?: GreetInput, options?: CallOptions): Promise<GreetOutput>;
    safe(input?: GreetInput, options?: CallOptions): Promise<Result<GreetOutput, GreetError>>;
  };

  /** `GET /whoami` */
  readonly whoami: {
    (input?: NoInput, options?: CallOptions): Promise<string>;
    safe(input?: NoInput, options?: CallOptions): Promise<Result<string, CommonError>>;
  };
}

export function createShop(options: ClientOptions): Shop {
  return createClient<Shop>(options, routes);
}

export interface GreetInput {
  greeter?: string | undefined;
}

export interface GreetOutput {
  message: string;
}

export type GreetError = ApiError<"MissingGreeter", 400, undefined> | CommonError;

const routes: Routes<Shop> = {
  greet: {
    route: "GET /greeting",
    input: { greeter: "query" },
    output: { 200: "json" },
    errors: ["MissingGreeter"],
  },
  whoami: { route: "GET /whoami", sign: sigv4, output: { 200: "json" } },
};
