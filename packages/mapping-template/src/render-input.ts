/** What a template is rendered for. */
export interface RenderInput {
  /** The payload: of the request, or for a response template of the integration's response. `""` when there is none. */
  readonly body: string;
  /** The request's parameters, one value each. Names are case-sensitive, headers' too, as in API Gateway. */
  readonly params: {
    readonly path: Readonly<Record<string, string>>;
    readonly querystring: Readonly<Record<string, string>>;
    readonly header: Readonly<Record<string, string>>;
  };
  /** `$context` as plain JSON. Overrides set by an earlier template go in as `requestOverride` and `responseOverride`. */
  readonly context: object;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** What a rendering gives. */
export interface Rendered {
  readonly text: string;
  /** `$context.requestOverride` as the template left it. */
  readonly requestOverride: {
    readonly path: Readonly<Record<string, string>>;
    readonly querystring: Readonly<Record<string, string>>;
    readonly header: Readonly<Record<string, string>>;
  };
  /** `$context.responseOverride` as the template left it; a status that is no integer from 100 to 599 is left out. */
  readonly responseOverride: {
    readonly status?: number;
    readonly header: Readonly<Record<string, string>>;
  };
}
