import type { PrintRule } from "./print-rule.ts";

/** `"body": $input.body`. */
export const rawBody: PrintRule = {
  code: "RawBody",
  check({ origin, position }) {
    const isBody = origin.kind === "text" && origin.source === "body" && origin.escape === "none";
    if (position !== "value" || !isBody) return undefined;
    return {
      message:
        'The body is printed as it was sent: a body of 1,"role":"admin" adds a member, one that is no JSON breaks it',
      fix: 'Write $input.json("$")',
    };
  },
};
