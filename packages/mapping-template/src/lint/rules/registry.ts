import { escapedApostrophe } from "./escaped-apostrophe.ts";
import { escapedJson } from "./escaped-json.ts";
import { javaValue } from "./java-value.ts";
import { literalDollar } from "./literal-dollar.ts";
import { missingValue } from "./missing-value.ts";
import { nullClaims } from "./null-claims.ts";
import type { PrintRule } from "./print-rule.ts";
import { quotedJson } from "./quoted-json.ts";
import { rawBody } from "./raw-body.ts";
import { shadowedParameter } from "./shadowed-parameter.ts";
import { spoofableRequestId } from "./spoofable-request-id.ts";
import { undefinedReference } from "./undefined-reference.ts";
import { unescapedText } from "./unescaped-text.ts";
import { unknownMember } from "./unknown-member.ts";
import { unknownParameter } from "./unknown-parameter.ts";
import { unquotedText } from "./unquoted-text.ts";
import type { UseRule } from "./use-rule.ts";

/** Asked about everything that is printed, where the output is JSON. */
export const printRules: readonly PrintRule[] = [
  unescapedText,
  escapedApostrophe,
  quotedJson,
  escapedJson,
  unquotedText,
  rawBody,
  javaValue,
  missingValue,
];

/** Asked about every reference; the directives' own rules are in their files. */
export const useRules: readonly UseRule[] = [
  undefinedReference,
  unknownMember,
  unknownParameter,
  literalDollar,
  shadowedParameter,
  spoofableRequestId,
  nullClaims,
];
