import {
  errorSelectionPattern,
  netSelectionPattern,
  type RequestValue,
  TemplateError,
  writeErrorTemplate,
  writeNetTemplate,
  writeRequestTemplate,
  writeResultTemplate,
} from "@gatewright/mapping-template";
import type { InputDescription, RouteDescription } from "@gatewright/runtime/describe";
import { DeployError } from "../errors.ts";

/** The generated mapping templates of one route with a custom integration. */
export interface RouteTemplates {
  /** Request → event. */
  readonly request: string;
  /** Result of the function → body, status and headers. */
  readonly result: string;
  /** One for each status of an error, ascending. */
  readonly errors: readonly ErrorResponse[];
}

export interface ErrorResponse {
  readonly status: number;
  readonly selectionPattern: string;
  readonly template: string;
}

/**
 * Writes the templates of a route.
 *
 * @throws DeployError `UnwritableName` when a name cannot be written into a template
 */
export function templatesOf(route: RouteDescription): RouteTemplates {
  try {
    return {
      request: writeRequestTemplate({ route: route.name, values: route.input.filter(isWritable) }),
      result: writeResultTemplate(
        route.outputs.map(({ status, body, headers }) => ({
          status,
          hasBody: body.type !== "none",
          headers: Object.keys(headers),
        })),
      ),
      errors: errorResponses(route),
    };
  } catch (cause) {
    if (!(cause instanceof TemplateError)) throw cause;
    throw new DeployError("UnwritableName", `${route.key}: ${cause.message}`, { cause });
  }
}

/** The others are refused before, see `checkSupported`. */
function isWritable(input: InputDescription): input is InputDescription & Pick<RequestValue, "kind"> {
  return input.kind !== "form" && input.kind !== "binary" && input.kind !== "stageVariable";
}

function errorResponses({ errors }: RouteDescription): readonly ErrorResponse[] {
  const statuses = new Set([...builtIn, ...errors.map(({ status }) => status)]);
  return [...statuses]
    .sort((left, right) => left - right)
    .map((status) =>
      status === net
        ? { status, selectionPattern: netSelectionPattern(), template: writeNetTemplate() }
        : { status, selectionPattern: errorSelectionPattern(status), template: writeErrorTemplate() },
    );
}

/** The response that catches whatever is no declared error: crashes and timeouts too. */
const net = 500;

/** What the runtime itself answers with in a custom integration: input that is not valid, and the net. */
const builtIn = [400, net];
