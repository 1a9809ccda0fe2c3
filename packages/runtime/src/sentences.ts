/**
 * Everything that can be wrong with a route, by code: what is said, with `*` for what depends on the route, and
 * whether the compiler says it too. Sentences of the compiler are written in `check.ts`; the tests hold both to this.
 */
export const sentences = {
  UnknownPathParameter: { compiler: true, says: "* has no {*}" },
  DuplicateInput: { compiler: true, says: "another input is already called *" },
  BodyNotAllowed: { compiler: true, says: "a * request has no body" },
  TwoBodies: { compiler: true, says: "a request has one body: put both into one schema" },
  NotASource: {
    compiler: true,
    says: "say where it comes from: path(...), query(...), header(...), cookie(...), body(...), form(...), binary(...), context(...) or stageVariable(...)",
  },
  NoAuthorizer: { compiler: true, says: "this route has no authorizer: name one in auth" },
  UnknownAuthorizerValue: {
    compiler: true,
    says: "the authorizer does not say *: declare it in its context",
  },
  CustomList: {
    compiler: true,
    says: "a custom integration sees only the last *: use the proxy integration",
  },
  CustomOptionalBody: {
    compiler: true,
    says: "in a custom integration a missing body reads as {}: make the body required",
  },
  CustomBinary: { compiler: true, says: "a custom integration gets no bytes: use the proxy integration" },
  CustomStream: { compiler: true, says: "a custom integration cannot stream: use the proxy integration" },
  CustomOutput: { compiler: true, says: "a custom integration answers JSON only: use the proxy integration" },
  CustomCookies: {
    compiler: true,
    says: "a custom integration sets one cookie at most: use the proxy integration",
  },
  LostHeader: {
    compiler: true,
    says: "API Gateway does not pass on the response header *: leave it out",
  },
  CustomLostHeader: {
    compiler: true,
    says: "a custom integration renames the response header *: use the proxy integration",
  },
  ReservedCode: { compiler: true, says: "* is a code of the runtime itself: choose another" },
  InvalidPath: { compiler: false, says: "the path * *" },
  DuplicateRoute: { compiler: false, says: "* and * are both *: change the path of one" },
  InvalidStatus: { compiler: false, says: "* is no status of *" },
  NoOutput: {
    compiler: false,
    says: "output is missing: a schema, text(), bytes(type), null, or one per status",
  },
  InvalidCors: { compiler: false, says: "cors*" },
  InvalidAuthorizer: { compiler: false, says: "the authorizer * *" },
  NoJsonSchema: { compiler: false, says: "*no JSON Schema*" },
  NoJsonForm: { compiler: false, says: "*" },
  CoercesAnything: { compiler: false, says: "*" },
  OutputTransforms: { compiler: false, says: "*" },
} as const satisfies { readonly [code: string]: { readonly compiler: boolean; readonly says: string } };

export type MistakeCode = keyof typeof sentences;

/**
 * Response headers that API Gateway sends under another name (`x-amzn-Remapped-…`) or, `transfer-encoding`, not at
 * all, in lower case. Recorded: `test_apigateway_header_remapping_{http,aws}`.
 */
export const lostHeaders = ["connection", "content-length", "date", "server", "transfer-encoding"] as const;

/** The same, in custom integrations only. */
export const headersLostByCustom = [
  "authorization",
  "content-md5",
  "expect",
  "host",
  "max-forwards",
  "proxy-authenticate",
  "trailer",
  "upgrade",
  "user-agent",
  "www-authenticate",
] as const;
