import { errorText } from "../error-text.ts";
import { GatewayError } from "../gateway-error.ts";
import { jsonPage } from "../protocol/json-answer.ts";
import type { RawResponse } from "../raw-http.ts";
import type { Conditions } from "./conditions.ts";
import { knownOperations } from "./known-operations.ts";
import { readFaultDocument } from "./read-fault-document.ts";

/**
 * `/_gatewright/faults`: PUT replaces the faults by those of a document, GET shows them and how often each rule was
 * asked and hit, DELETE ends them. A document that is not one is answered by 400 with every problem, and changes
 * nothing.
 */
export async function faultsPage(
  { method, body }: { readonly method: string; readonly body: Uint8Array },
  conditions: Conditions,
): Promise<RawResponse> {
  switch (method) {
    case "GET":
      return jsonPage(200, reportOf(conditions));
    case "PUT":
      try {
        conditions.setFaults(readFaultDocument(parse(body), await knownOperations()));
        return jsonPage(200, reportOf(conditions));
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        return jsonPage(400, { code: error.code, message: error.message });
      }
    case "DELETE":
      conditions.setFaults(undefined);
      return { status: 204, headers: [], body: new Uint8Array() };
    default: {
      const answer = jsonPage(405, {
        code: "MethodNotAllowed",
        message: `${method} means nothing here. Use GET, PUT or DELETE.`,
      });
      return { ...answer, headers: [...answer.headers, ["Allow", "GET, PUT, DELETE"]] };
    }
  }
}

function reportOf(conditions: Conditions): object {
  return conditions.faults() ?? { document: { rules: [] }, rules: [] };
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch (cause) {
    const why = errorText(cause);
    throw new GatewayError("FaultsInvalid", `The faults are not JSON: ${why}.`, { cause });
  }
}
