import type { Severity } from "../finding.ts";
import type { Origin } from "../origin.ts";
import { escapedText, insideString, type Print, type PrintRule } from "./print-rule.ts";

/** Text between the quotes of a JSON string that may have quotes itself. */
export const unescapedText: PrintRule = {
  code: "UnescapedText",
  check({ node, origin, position, kind }) {
    if (!insideString(position)) return undefined;
    const found = whose(origin, kind);
    if (found === undefined) return undefined;
    const { who, severity } = found;
    return {
      message: `${who} is printed as it is: a " in it ends the string, and what follows becomes JSON of its own`,
      fix: `Write ${escapedText(node)}`,
      ...(severity === undefined ? {} : { severity }),
    };
  },
};

function whose(
  origin: Origin,
  kind: Print["kind"],
): { readonly who: string; readonly severity?: Severity } | undefined {
  const payload = kind === "request" ? "Text of the request's body" : "Text of the integration's answer";
  switch (origin.kind) {
    case "payload":
      return { who: payload };
    case "context":
      if (origin.shape === "client") return { who: `$context.${origin.path}, which the caller sends,` };
      if (origin.shape !== "authorizer") return undefined;
      // Some claims are ids; whether a user can choose the others, the template cannot know.
      return fixedClaims.has(origin.path)
        ? undefined
        : { who: "Text from the authorizer, which may repeat what a user typed,", severity: "warning" };
    case "text":
      break;
    default:
      return undefined;
  }
  if (origin.escape !== "none") return undefined;
  switch (origin.source) {
    case "caller":
      return { who: "Text that the caller sends" };
    case "name":
      return { who: "A name that the caller sends" };
    case "authorizer":
      return { who: "Text from the authorizer, which may repeat what a user typed,", severity: "warning" };
    default:
      return { who: payload };
  }
}

const fixedClaims: ReadonlySet<string> = new Set(
  ["aud", "auth_time", "client_id", "event_id", "exp", "iat", "iss", "jti", "sub", "token_use"].map(
    (name) => `authorizer.claims.${name}`,
  ),
);
